/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a gate looks like: in text the mark behind its calls, on the stack its frame.
 *
 *	| ...			|
 *	| proof of life		|  in the third word of the frame: kdefer_life()
 *	| two words		| <- frame
 *	| return address	| <- slot; the mark stands where it points
 */
#ifndef KDEFER_GATES_H
#define KDEFER_GATES_H

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/types.h>

#include <arch_gate.h>

#include "tracers.h"

/* DEFER_GATE, RECOVER_GATE and CALL_GATE, each with all that its slots may add. */
#define MARK_KINDS 3
#define MARK_STEP (KDEFER_MARK_SLOT >> 8)
#define MARK_OFFSETS (MARK_STEP * (KDEFER_MOST_ROOM / KDEFER_SLOT_BYTES + 1))

static_assert(MARK_KINDS <= MARK_STEP);
static_assert(RECOVER_GATE == DEFER_GATE + 1 && CALL_GATE == DEFER_GATE + 2);

/* May the text at @text be a mark? Few other text looks so. */
static __always_inline bool gate_may_be_mark(const u32 *text)
{
	return unlikely(arch_mark_offset(text) < MARK_OFFSETS);
}

/* What the mark at @text says; NO_GATE for other text. */
static __always_inline enum gate_kind gate_mark_kind(const u32 *text)
{
	const u32 offset = arch_mark_offset(text);

	if (!gate_may_be_mark(text) || offset % MARK_STEP >= MARK_KINDS)
		return NO_GATE;
	return DEFER_GATE + offset % MARK_STEP;
}

/* How much room for slots has the frame of that gate, beyond that for the least? */
static __always_inline unsigned int gate_mark_room(const u32 *text)
{
	return arch_mark_offset(text) / MARK_STEP * KDEFER_SLOT_BYTES;
}

/* Does a frame live at this address, or would it? On any gate's stack. */
static __always_inline bool gate_lives(unsigned long frame)
{
	return READ_ONCE_NOCHECK(
		       *(unsigned long *)(frame + KDEFER_FRAME_LIFE)) ==
	       kdefer_life((void *)frame);
}

/* The address that the body of a frame's gate returns to, for its name. */
static inline unsigned long gate_name(const void *frame)
{
	const unsigned long *slot = (const unsigned long *)frame - 1;

	return tracers_real(arch_address(*slot),
			    arch_slot_key((unsigned long)slot));
}

/* Of a word of the stack: which of its halves is the upper one? */
#define UPPER_HALF 1

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);
static_assert(lower_32_bits(KDEFER_LIFE) == 0);

enum gate_kind gate_kind_at(unsigned long ip);
enum gate_kind gate_above(unsigned long slot);
enum gate_kind gate_by_bp(unsigned long bp, unsigned long low,
			  unsigned long high, unsigned long *slot);
unsigned long gate_search_on(unsigned long frame, unsigned long to);

/**
 * gate_search() - the first gate between two places of the current stack
 * @from: its frame begins here or further up
 * @to:	  and further down than here; a frame that began here would have room
 *
 * Every word of the stack is looked at here.
 *
 * Context: Any context.
 * Return: the slot of its return address, or 0.
 */
static __always_inline unsigned long gate_search(unsigned long from,
						 unsigned long to)
{
	const u32 upper = upper_32_bits(kdefer_life((void *)from));
	const unsigned long before_last = to - 3 * sizeof(long);
	unsigned long frame = from;
	const u32 *half;

	/* Of a proof of life the upper half is the same wherever that of the address is. */
	if (unlikely(upper_32_bits(from ^ to)))
		return gate_search_on(from, to);
	for (; frame < before_last; frame += 4 * sizeof(long)) {
		half = (const u32 *)(frame + KDEFER_FRAME_LIFE) + UPPER_HALF;
		if (unlikely(half[0] == upper) || unlikely(half[2] == upper) ||
		    unlikely(half[4] == upper) || unlikely(half[6] == upper))
			return gate_search_on(frame, to);
	}
	for (; frame < to; frame += sizeof(long)) {
		half = (const u32 *)(frame + KDEFER_FRAME_LIFE) + UPPER_HALF;
		if (unlikely(*half == upper))
			return gate_search_on(frame, to);
	}
	return 0;
}

#endif /* KDEFER_GATES_H */
