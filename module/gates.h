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

#include <linux/compiler.h>
#include <linux/types.h>

#include <arch_gate.h>

#include "tracers.h"

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
	unsigned long frame = from, life = kdefer_life((void *)from);
	const unsigned long *word;

	/* Else the compiler makes that constant anew for each word. */
	OPTIMIZER_HIDE_VAR(life);
	for (; frame + 3 * sizeof(long) < to; frame += 4 * sizeof(long)) {
		word = (const unsigned long *)(frame + KDEFER_FRAME_LIFE);
		if (unlikely(word[0] == life) ||
		    unlikely(word[1] == life + sizeof(long)) ||
		    unlikely(word[2] == life + 2 * sizeof(long)) ||
		    unlikely(word[3] == life + 3 * sizeof(long)))
			return gate_search_on(frame, to);
		life += 4 * sizeof(long);
	}
	for (; frame < to; frame += sizeof(long))
		if (unlikely(gate_lives(frame)))
			return gate_search_on(frame, to);
	return 0;
}

#endif /* KDEFER_GATES_H */
