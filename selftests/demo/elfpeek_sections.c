// SPDX-License-Identifier: GPL-2.0
/*
 * The section headers, and the string tables that they and the symbols use.
 */
#include <linux/ctype.h>
#include <linux/minmax.h>
#include <linux/overflow.h>

#include <linux/kdefer.h>

#include "elfpeek.h"

/* The report names that many sections, in lines that end beyond this column. */
#define NAMES_MAX 16
#define LINE_BYTES 60

/* SHN_XINDEX, which not every kernel's headers have: see the first section. */
#define NAMES_ELSEWHERE 0xffff

/* The parameter "bug": BUG() in one place, to see what soft_panic() spares us. */
bool use_bug;

/* The parameter "null_bug": a check is missing in is_unnamed(). */
bool use_null_bug;

/* A copy that can be printed, with a NUL behind the last byte. */
char *elf_text(const u8 *at, size_t size)
{
	char *text = soft_try(buffer_alloc(size + 1));
	size_t i;

	for (i = 0; i < size; i++)
		text[i] = !at[i] || (isascii(at[i]) && isprint(at[i])) ? at[i] :
									 '?';
	text[size] = '\0';
	return text;
}

/* The string at @offset, which the caller has found to be within the table. */
const char *elf_string(const struct elf_strings *strings, u32 offset)
{
	soft_panic_on(offset >= strings->size);
	return strings->text + offset;
}

/* Of sections that have names at all, the name at @section is within them. */
static noinline bool is_unnamed(const struct elf *elf,
				const struct elf_section *section)
{
	if (!elf->names.text && !use_null_bug)
		return true;
	return !elf->names.text[section->name];
}

const char *elf_section_name(const struct elf *elf,
			     const struct elf_section *section)
{
	if (is_unnamed(elf, section))
		return "";
	return elf_string(&elf->names, section->name);
}

static bool is_within_file(const struct elf *elf,
			   const struct elf_section *section)
{
	if (section->type == SHT_NULL || section->type == SHT_NOBITS)
		return true;
	return section->offset <= elf->size &&
	       section->size <= elf->size - section->offset;
}

static void check_section(const struct elf *elf,
			  const struct elf_section *section)
{
	if (elf->names.text && section->name >= elf->names.size)
		soft_panic(
			-EINVAL,
			"section %u: name at %#x past the end of the names (%#zx)",
			section->index, section->name, elf->names.size);
	if (!is_within_file(elf, section)) {
		BUG_ON(use_bug);
		bad_section(elf, section,
			    "%#llx + %#llx is past the end of the file (%#zx)",
			    section->offset, section->size, elf->size);
	}
	if (section->link >= elf->nr_sections)
		bad_section(elf, section, "linked to section %u of %u",
			    section->link, elf->nr_sections);
}

/* The bytes of a section, to be looked at once. */
const u8 *elf_section_bytes(struct elf *elf, const struct elf_section *section)
{
	soft_panic_on(!is_within_file(elf, section));
	elf_spend(elf, section->size);
	return elf->data + section->offset;
}

void elf_load_strings(struct elf *elf, u32 index, struct elf_strings *strings)
{
	const struct elf_section *section;
	const u8 *at;

	if (index >= elf->nr_sections)
		soft_panic(-EINVAL, "the section names are in section %u of %u",
			   index, elf->nr_sections);
	section = &elf->sections[index];
	if (section->type != SHT_STRTAB)
		bad_section(elf, section, "used for strings, but of type %#x",
			    section->type);
	/* The section names themselves are loaded before anything was checked. */
	check_section(elf, section);
	at = elf_section_bytes(elf, section);
	if (!section->size || at[section->size - 1])
		bad_section(elf, section, "the strings do not end in NUL");
	strings->text = elf_text(at, section->size);
	strings->size = section->size;
}

static void read_section(const struct elf *elf, const u8 *at,
			 struct elf_section *section)
{
	section->name = elf_field(elf, at, shdr, sh_name);
	section->type = elf_field(elf, at, shdr, sh_type);
	section->link = elf_field(elf, at, shdr, sh_link);
	section->info = elf_field(elf, at, shdr, sh_info);
	section->offset = elf_field(elf, at, shdr, sh_offset);
	section->size = elf_field(elf, at, shdr, sh_size);
	section->align = elf_field(elf, at, shdr, sh_addralign);
	section->entry_size = elf_field(elf, at, shdr, sh_entsize);
}

/* The table of section headers; *@count says how many there are. */
static const u8 *find_sections(struct elf *elf, u64 *count)
{
	static const char what[] = "section headers";
	u64 offset = elf_field(elf, elf->data, hdr, e_shoff);
	u64 entry_size = elf_field(elf, elf->data, hdr, e_shentsize);
	size_t expected = elf_record_size(elf, shdr);
	const u8 *at;

	*count = elf_field(elf, elf->data, hdr, e_shnum);
	if (!offset)
		*count = 0;
	if (offset && !*count) {
		/* More than e_shnum can say: the first entry has the number. */
		at = elf_table(elf, what, offset, 1, entry_size, expected);
		*count = elf_field(elf, at, shdr, sh_size);
	}
	if (!*count)
		return NULL;
	return elf_table(elf, what, offset, *count, entry_size, expected);
}

static void load_sections(struct elf *elf)
{
	size_t size = elf_record_size(elf, shdr);
	const u8 *at;
	u64 count;
	u32 i;

	at = find_sections(elf, &count);
	if (!at)
		return;
	elf->sections = soft_try(
		buffer_alloc(array_size(count, sizeof(*elf->sections))));
	elf->nr_sections = count;
	for (i = 0; i < count; i++) {
		elf->sections[i].index = i;
		read_section(elf, at + i * size, &elf->sections[i]);
	}
}

static void load_names(struct elf *elf)
{
	u32 index = elf_field(elf, elf->data, hdr, e_shstrndx);

	if (index == NAMES_ELSEWHERE)
		index = elf->sections[0].link;
	if (index != SHN_UNDEF)
		elf_load_strings(elf, index, &elf->names);
}

static void report_names(struct elf *elf)
{
	u32 named = min_t(u32, elf->nr_sections, NAMES_MAX + 1);
	size_t line = seq_buf_used(elf->out);
	u32 i;

	seq_buf_printf(elf->out, "sections  %u:", elf->nr_sections);
	for (i = 1; i < named; i++) {
		if (seq_buf_used(elf->out) - line > LINE_BYTES) {
			line = seq_buf_used(elf->out) + 1;
			seq_buf_printf(elf->out, "\n         ");
		}
		seq_buf_printf(elf->out, " %.32s",
			       elf_section_name(elf, &elf->sections[i]));
	}
	if (named < elf->nr_sections)
		seq_buf_printf(elf->out, " and %u more",
			       elf->nr_sections - named);
	seq_buf_printf(elf->out, "\n");
}

static void report_content(struct elf *elf, const struct elf_section *section)
{
	switch (section->type) {
	case SHT_SYMTAB:
	case SHT_DYNSYM:
		elf_report_symbols(elf, section);
		break;
	case SHT_NOTE:
		elf_report_notes(elf, section);
		break;
	}
}

DEFER_FN_GLOBAL(void, elf_report_sections, struct elf *, elf)
{
	u32 i;

	load_sections(elf);
	defer(elf_buffer, elf->sections);
	if (!elf->nr_sections)
		return;
	load_names(elf);
	defer(elf_buffer, elf->names.text);

	for (i = 0; i < elf->nr_sections; i++)
		check_section(elf, &elf->sections[i]);
	report_names(elf);
	for (i = 0; i < elf->nr_sections; i++)
		report_content(elf, &elf->sections[i]);
}
