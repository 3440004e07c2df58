// SPDX-License-Identifier: GPL-2.0
/*
 * A section of notes. Each has an owner, a type that means what the owner wants
 * it to mean, and a description; the build-id is one of them.
 */
#include <linux/align.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include <linux/kdefer.h>

#include "elfpeek.h"

/* NT_GNU_BUILD_ID, which the kernel's own headers do not have. */
#define NOTE_BUILD_ID 3
#define BUILD_ID_BYTES_MAX 64

/*
 * One note, and where its parts are:
 *
 *	| owner size | description size | type | owner ... pad | description ... pad |
 */
struct note {
	u32 owner_bytes;
	u32 bytes;
	u32 type;
	u64 offset; /* of the description */
};

static struct note read_note(const struct elf *elf, const u8 *at, u64 align)
{
	struct note note = {
		.owner_bytes = elf_field(elf, at, note, n_namesz),
		.bytes = elf_field(elf, at, note, n_descsz),
		.type = elf_field(elf, at, note, n_type),
	};

	note.offset = ALIGN((u64)elf_record_size(elf, note) + note.owner_bytes,
			    align);
	return note;
}

static void report_build_id(struct elf *elf, const u8 *id, u32 bytes)
{
	if (!bytes || bytes > BUILD_ID_BYTES_MAX)
		soft_panic(-EINVAL, "notes: a build-id of %u bytes", bytes);
	seq_buf_printf(elf->out, "build-id  %*phN\n", bytes, id);
}

/* Reports the note at @at, of which @left bytes are within the section. */
DEFER_FN(u64, report_note, struct elf *, elf, const struct elf_section *,
	 section, const u8 *, at, u64, left)
{
	u64 align = section->align == 8 ? 8 : 4;
	struct note note;
	char *owner;

	if (left < elf_record_size(elf, note))
		bad_section(elf, section, "%llu bytes are too few for a note",
			    left);
	note = read_note(elf, at, align);
	if (note.offset + note.bytes > left)
		bad_section(elf, section,
			    "a note of %u + %u bytes where %llu are left",
			    note.owner_bytes, note.bytes, left);

	owner = elf_text(at + elf_record_size(elf, note), note.owner_bytes);
	defer(elf_buffer, owner);
	if (note.type == NOTE_BUILD_ID && !strcmp(owner, "GNU"))
		report_build_id(elf, at + note.offset, note.bytes);
	/* The last note need not be padded. */
	return min(ALIGN(note.offset + note.bytes, align), left);
}

void elf_report_notes(struct elf *elf, const struct elf_section *section)
{
	const u8 *at = elf_section_bytes(elf, section);
	u64 done;

	for (done = 0; done < section->size;)
		done += report_note(elf, section, at + done,
				    section->size - done);
}
