// SPDX-License-Identifier: GPL-2.0
/*
 * The ELF header and the program headers, and how every other part of the parser
 * gets at the file: numbers in its byte order, tables that are within it, and a
 * limit to the work.
 */
#include <linux/elf.h>
#include <linux/string.h>

#include <linux/kdefer.h>

#include "elfpeek.h"

/*
 * The tables of an honest file hardly overlap; at worst one of them is needed
 * twice. A file in which thousands of sections share one large table would keep
 * the kernel busy for minutes.
 */
#define BUDGET_FILES 4

/* The limit that binfmt_elf sets to the name of the interpreter. */
#define INTERPRETER_BYTES_MAX 4096

u64 elf_number(const struct elf *elf, const u8 *at, size_t bytes)
{
	u64 value = 0;
	size_t i;

	for (i = 0; i < bytes; i++)
		value = value << 8 | at[elf->is_big_endian ? i : bytes - 1 - i];
	return value;
}

/* Called before bytes are looked at one by one, for as many as there are. */
void elf_spend(struct elf *elf, size_t bytes)
{
	if (bytes > elf->budget)
		soft_panic(
			-E2BIG,
			"tables overlap: they are over %d times the file (%#zx)",
			BUDGET_FILES, elf->size);
	elf->budget -= bytes;
}

/* The table of @count entries at @offset: all of it is within the file. */
const u8 *elf_table(struct elf *elf, const char *what, u64 offset, u64 count,
		    u64 entry_size, size_t expected)
{
	if (entry_size != expected)
		soft_panic(-EINVAL, "%s: entries of %llu bytes instead of %zu",
			   what, entry_size, expected);
	if (offset > elf->size || count > (elf->size - offset) / expected)
		soft_panic(
			-EINVAL,
			"%s: %llu from %#llx reach past the end of the file (%#zx)",
			what, count, offset, elf->size);
	elf_spend(elf, count * expected);
	return elf->data + offset;
}

static const char *machine_name(u64 machine)
{
	switch (machine) {
	case EM_386:
		return "i386";
	case EM_X86_64:
		return "x86-64";
	case EM_ARM:
		return "arm";
	case EM_AARCH64:
		return "arm64";
	case EM_RISCV:
		return "riscv";
	case EM_PPC64:
		return "ppc64";
	case EM_S390:
		return "s390";
	default:
		return "unknown machine";
	}
}

static const char *type_name(u64 type)
{
	switch (type) {
	case ET_REL:
		return "relocatable";
	case ET_EXEC:
		return "executable";
	case ET_DYN:
		return "shared object";
	case ET_CORE:
		return "core dump";
	default:
		return "unknown type";
	}
}

/* The bytes that say how to read all the others. */
static void read_ident(struct elf *elf)
{
	const u8 *ident = elf->data;

	if (elf->size < EI_NIDENT || memcmp(ident, ELFMAG, SELFMAG))
		soft_panic(-ENOEXEC, "not an ELF file");
	if (ident[EI_CLASS] != ELFCLASS32 && ident[EI_CLASS] != ELFCLASS64)
		soft_panic(-ENOEXEC, "class %u is neither 32-bit nor 64-bit",
			   ident[EI_CLASS]);
	if (ident[EI_DATA] != ELFDATA2LSB && ident[EI_DATA] != ELFDATA2MSB)
		soft_panic(-ENOEXEC, "byte order %u is neither little nor big",
			   ident[EI_DATA]);
	elf->is_64bit = ident[EI_CLASS] == ELFCLASS64;
	elf->is_big_endian = ident[EI_DATA] == ELFDATA2MSB;
}

static void report_header(struct elf *elf)
{
	u64 version, type, machine;
	size_t expected;

	read_ident(elf);
	expected = elf_record_size(elf, hdr);
	if (elf->size < expected)
		soft_panic(-ENOEXEC,
			   "ELF header: the file ends after %zu of %zu bytes",
			   elf->size, expected);
	version = elf_field(elf, elf->data, hdr, e_version);
	if (version != EV_CURRENT)
		soft_panic(-ENOEXEC, "ELF header: version %llu instead of %u",
			   version, EV_CURRENT);

	type = elf_field(elf, elf->data, hdr, e_type);
	machine = elf_field(elf, elf->data, hdr, e_machine);
	seq_buf_printf(elf->out, "file      %s-bit %s-endian %s for %s\n",
		       elf->is_64bit ? "64" : "32",
		       elf->is_big_endian ? "big" : "little", type_name(type),
		       machine_name(machine));
}

/* The program that the kernel starts instead of this one, usually ld.so. */
DEFER_FN(void, report_interpreter, struct elf *, elf, u64, offset, u64, size)
{
	char *path;

	if (size < 2 || size > INTERPRETER_BYTES_MAX)
		soft_panic(-EINVAL, "interpreter: a name of %llu bytes", size);
	elf_spend(elf, size);
	path = elf_text(elf->data + offset, size);
	defer(elf_buffer, path);

	if (path[size - 1])
		soft_panic(-EINVAL,
			   "interpreter: the name does not end in NUL");
	seq_buf_printf(elf->out, ", interpreter %.64s", path);
}

static void report_segment(struct elf *elf, u64 index, const u8 *at)
{
	u64 type = elf_field(elf, at, phdr, p_type);
	u64 offset = elf_field(elf, at, phdr, p_offset);
	u64 size = elf_field(elf, at, phdr, p_filesz);

	if (type == PT_NULL)
		return;
	if (offset > elf->size || size > elf->size - offset)
		soft_panic(
			-EINVAL,
			"segment %llu: %#llx + %#llx is past the end of the file (%#zx)",
			index, offset, size, elf->size);
	if (type == PT_LOAD && size > elf_field(elf, at, phdr, p_memsz))
		soft_panic(-EINVAL,
			   "segment %llu: larger in the file than in memory",
			   index);
	if (type == PT_INTERP)
		report_interpreter(elf, offset, size);
}

static void report_segments(struct elf *elf)
{
	u64 count = elf_field(elf, elf->data, hdr, e_phnum);
	size_t size = elf_record_size(elf, phdr);
	const u8 *table;
	u64 i;

	if (!count)
		return;
	if (count == PN_XNUM)
		soft_panic(
			-EOPNOTSUPP,
			"program headers: too many for the ELF header to count");
	table = elf_table(elf, "program headers",
			  elf_field(elf, elf->data, hdr, e_phoff), count,
			  elf_field(elf, elf->data, hdr, e_phentsize), size);
	seq_buf_printf(elf->out, "segments  %llu", count);
	for (i = 0; i < count; i++)
		report_segment(elf, i, table + i * size);
	seq_buf_printf(elf->out, "\n");
}

void elf_report(const struct elf_image *image, struct seq_buf *out)
{
	struct elf elf = {
		.data = image->data,
		.size = image->size,
		.budget = BUDGET_FILES * image->size,
		.out = out,
	};

	report_header(&elf);
	report_segments(&elf);
	elf_report_sections(&elf);
	if (seq_buf_has_overflowed(out))
		soft_panic(-E2BIG, "more to report than fits into %zu bytes",
			   out->size);
}
