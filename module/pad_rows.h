/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tables of landing pads of one client say, in the order of its text: see pad_rows.c.
 */
#ifndef KDEFER_PAD_ROWS_H
#define KDEFER_PAD_ROWS_H

#include <linux/bits.h>
#include <linux/types.h>

struct module;
struct pad_function;

/*
 * What is known of a place: in ARCH_PAD_WORDS where registers are saved, and which of them its
 * pad reads; and these.
 */

/* Of a function: its pads are not to be run, but what they are for is to be said. */
#define PAD_REPORTED BIT(25)

/* The compiler was told that an instruction may give up, not only a call. */
#define PAD_KNOWS_FAULTS BIT(26)

/*
 * Of a function: the compiler may take it for one that is only left by a return, and its
 * callers have no pads over calls of it.
 */
#define PAD_SEEMS_TO_RETURN BIT(27)

/* The compiler takes it that nothing gives up there, in a function with pads. */
#define PAD_UNSURE BIT(28)

/* Of a function: there are pads in it. */
#define PAD_IN_FUNCTION BIT(29)
#define PAD_FRAME_UNKNOWN BIT(30)

/* It is in no function that has said anything. */
#define PAD_NOWHERE BIT(31)

/**
 * struct segment - a stretch of text of which the same is known; it ends where the next begins
 * @from: where it begins, from the beginning of all
 * @pad:  where its pad is, likewise; 0: it has none, as no pad comes first
 * @info: as of struct pad_place
 * @of_function: likewise
 */
struct segment {
	u32 from;
	u32 pad;
	u32 info;
	u32 of_function;
};

/* A piece of text, of which it is known where in the order of segments it ends */
#define PIECE_SHIFT 5

/**
 * struct functions - functions in one piece of memory
 * @start:    where the first begins
 * @bytes:    how far the last reaches
 * @count:    how many there are
 * @ranges:   how many ranges they have together
 * @function: they, sorted; while the table is read
 * @segment:  what is known of their text, and of what is between them, in its order
 * @piece:    for each piece, the segment that its last byte is in
 */
struct functions {
	unsigned long start;
	unsigned long bytes;
	unsigned int count;
	unsigned int ranges;
	struct pad_function *function;
	struct segment *segment;
	u32 *piece;
};

bool pad_rows_are_there(const struct module *mod);
int pad_rows_read(const struct module *mod, struct functions *core,
		  struct functions *init);
void pad_rows_free(struct functions *f);

#endif /* KDEFER_PAD_ROWS_H */
