/* SPDX-License-Identifier: GPL-2.0 */
/*
 * elfpeek: a character device that says what is in an ELF file.
 *
 *	cp /bin/busybox /dev/elfpeek
 *	cat /dev/elfpeek
 *
 * Nothing in such a file can be trusted, and what is wrong with it is found deep
 * down, by code that has no use for the error itself. So it gives up there, by
 * soft_panic(), with the reason in words; read(2) turns that into its errno.
 *
 *	elfpeek_main.c		the device: open, write, read, close
 *	elfpeek_image.c		memory that is counted, and what was written
 *	elfpeek_parse.c		the ELF header and the program headers
 *	elfpeek_sections.c	the section headers and the string tables
 *	elfpeek_symbols.c	a symbol table
 *	elfpeek_notes.c		notes, the build-id among them
 */
#ifndef ELFPEEK_H
#define ELFPEEK_H

#include <linux/atomic.h>
#include <linux/cleanup.h>
#include <linux/elf.h>
#include <linux/kref.h>
#include <linux/seq_buf.h>
#include <linux/stddef.h>
#include <linux/types.h>

/* elfpeek_image.c */

extern atomic_t live_buffers;
extern atomic_t live_images;
extern unsigned int max_image_bytes;

void *buffer_alloc(size_t size);
void buffer_free(void *buffer);
DEFINE_FREE(elf_buffer, void *, buffer_free(_T))

/**
 * struct elf_image - what was written to the device, an ELF file or not
 * @ref:  one for the open file that writes it, one for the device once that is
 *	  closed, one for each reader at work
 * @size: bytes written
 * @room: bytes allocated
 * @data: the bytes; a reader holds the last references, so they stay as they are
 */
struct elf_image {
	struct kref ref;
	size_t size;
	size_t room;
	u8 *data;
};

struct elf_image *image_new(void);
struct elf_image *image_get(struct elf_image *image);
void image_put(struct elf_image *image);
DEFINE_FREE(elf_image, struct elf_image *, image_put(_T))

void image_append(struct elf_image *image, const char __user *from, size_t len);

/*
 * The parser. All that follows gives up by soft_panic() on a file that is not as
 * it should be; so who calls it and holds something is a DEFER_FN. What returns a
 * buffer allocates it last, when nothing can go wrong any more: the caller defers
 * the buffer_free().
 */

/* One section header, whatever the class and byte order of the file. */
struct elf_section {
	u32 index;
	u32 name;
	u32 type;
	u32 link;
	u32 info;
	u64 offset;
	u64 size;
	u64 align;
	u64 entry_size;
};

/* A printable copy of a string table; the last byte of the table is NUL. */
struct elf_strings {
	char *text;
	size_t size;
};

/**
 * struct elf - a file that is being looked at
 * @data:     the file
 * @size:     of it, in bytes
 * @budget:   bytes that may still be looked at; see elf_spend()
 * @out:      where the report goes
 * @is_64bit: ELFCLASS64
 * @is_big_endian: ELFDATA2MSB
 * @nr_sections: how many section headers
 * @sections: the section headers, NULL without any
 * @names:    the names of the sections
 */
struct elf {
	const u8 *data;
	size_t size;
	size_t budget;
	struct seq_buf *out;
	bool is_64bit;
	bool is_big_endian;
	u32 nr_sections;
	struct elf_section *sections;
	struct elf_strings names;
};

/* elfpeek_parse.c */

void elf_report(const struct elf_image *image, struct seq_buf *out);
void elf_spend(struct elf *elf, size_t bytes);
const u8 *elf_table(struct elf *elf, const char *what, u64 offset, u64 count,
		    u64 entry_size, size_t expected);
u64 elf_number(const struct elf *elf, const u8 *at, size_t bytes);

/* A member of the record at @at in the file: elf_field(elf, at, shdr, sh_link) */
#define elf_field(elf, at, record, member)                                  \
	((elf)->is_64bit ?                                                  \
		 elf_number((elf),                                          \
			    (at) + offsetof(struct elf64_##record, member), \
			    sizeof_field(struct elf64_##record, member)) :  \
		 elf_number((elf),                                          \
			    (at) + offsetof(struct elf32_##record, member), \
			    sizeof_field(struct elf32_##record, member)))

#define elf_record_size(elf, record)                       \
	((elf)->is_64bit ? sizeof(struct elf64_##record) : \
			   sizeof(struct elf32_##record))

/* elfpeek_sections.c */

extern bool use_bug;
extern bool use_null_bug;

void elf_report_sections(struct elf *elf);
char *elf_text(const u8 *at, size_t size);
const char *elf_section_name(const struct elf *elf,
			     const struct elf_section *section);
const u8 *elf_section_bytes(struct elf *elf, const struct elf_section *section);
void elf_load_strings(struct elf *elf, u32 index, struct elf_strings *strings);
const char *elf_string(const struct elf_strings *strings, u32 offset);

/* Gives up on a section: the reason follows its number and its name. */
#define bad_section(elf, section, fmt, ...)                               \
	soft_panic(-EINVAL, "section %u '%.32s': " fmt, (section)->index, \
		   elf_section_name((elf), (section)), ##__VA_ARGS__)

/* elfpeek_symbols.c, elfpeek_notes.c */

void elf_report_symbols(struct elf *elf, const struct elf_section *table);
void elf_report_notes(struct elf *elf, const struct elf_section *notes);

#endif /* ELFPEEK_H */
