// SPDX-License-Identifier: GPL-2.0
/*
 * A symbol table: how many symbols of which kind, and the names of a few.
 */
#include <linux/kdefer.h>

#include "elfpeek.h"

#define EXAMPLES_MAX 3

struct symbol {
	u32 name;
	u8 type;
	u8 binding;
	u16 section;
};

struct symbol_count {
	u32 functions;
	u32 objects;
	u32 undefined;
	u32 examples;
	const char *example[EXAMPLES_MAX];
};

static struct symbol read_symbol(const struct elf *elf, const u8 *at)
{
	u8 info = elf_field(elf, at, sym, st_info);

	return (struct symbol){
		.name = elf_field(elf, at, sym, st_name),
		.type = ELF_ST_TYPE(info),
		.binding = ELF_ST_BIND(info),
		.section = elf_field(elf, at, sym, st_shndx),
	};
}

static bool is_example(const struct symbol *symbol)
{
	return symbol->type == STT_FUNC && symbol->binding == STB_GLOBAL &&
	       symbol->section != SHN_UNDEF;
}

static void count_symbol(struct symbol_count *count,
			 const struct symbol *symbol, const char *name)
{
	if (symbol->section == SHN_UNDEF)
		count->undefined++;
	else if (symbol->type == STT_FUNC)
		count->functions++;
	else if (symbol->type == STT_OBJECT)
		count->objects++;
	if (is_example(symbol) && count->examples < EXAMPLES_MAX)
		count->example[count->examples++] = name;
}

static void count_symbols(struct elf *elf, const struct elf_section *table,
			  const struct elf_strings *names,
			  struct symbol_count *count)
{
	const u8 *at = elf_section_bytes(elf, table);
	u64 i;

	for (i = 0; i < table->size / table->entry_size; i++) {
		struct symbol symbol =
			read_symbol(elf, at + i * table->entry_size);

		if (symbol.name >= names->size)
			bad_section(
				elf, table,
				"symbol %llu: name at %#x past the end of the strings (%#zx)",
				i, symbol.name, names->size);
		if (symbol.section >= elf->nr_sections &&
		    symbol.section < SHN_LORESERVE)
			bad_section(elf, table,
				    "symbol %llu '%.32s': in section %u of %u",
				    i, elf_string(names, symbol.name),
				    symbol.section, elf->nr_sections);
		if (i) /* the first one is not a symbol */
			count_symbol(count, &symbol,
				     elf_string(names, symbol.name));
	}
}

static void check_table(const struct elf *elf, const struct elf_section *table)
{
	size_t expected = elf_record_size(elf, sym);

	if (table->entry_size != expected)
		bad_section(elf, table, "symbols of %llu bytes instead of %zu",
			    table->entry_size, expected);
	if (table->size % expected)
		bad_section(elf, table,
			    "%#llx bytes are not a number of whole symbols",
			    table->size);
	if (table->info > table->size / expected)
		bad_section(elf, table, "%u local symbols in a table of %llu",
			    table->info, table->size / expected);
}

DEFER_FN_GLOBAL(void, elf_report_symbols, struct elf *, elf,
		const struct elf_section *, table)
{
	struct symbol_count count = {};
	struct elf_strings names;
	u32 i;

	check_table(elf, table);
	elf_load_strings(elf, table->link, &names);
	defer(elf_buffer, names.text);
	count_symbols(elf, table, &names, &count);

	seq_buf_printf(
		elf->out,
		"symbols   %.32s: %u functions, %u objects, %u undefined",
		elf_section_name(elf, table), count.functions, count.objects,
		count.undefined);
	for (i = 0; i < count.examples; i++)
		seq_buf_printf(elf->out, "%s%.24s", i ? ", " : "; ",
			       count.example[i]);
	seq_buf_printf(elf->out, "\n");
}
