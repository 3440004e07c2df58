// SPDX-License-Identifier: GPL-2.0
/*
 * Gates known by their looks: see gates.h.
 */
#include <linux/align.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/uaccess.h>

#include "gates.h"
#include "pad_frame.h"
#include "pad_table.h"
#include "tracers.h"

/**
 * gate_kind_at() - does a gate's mark stand at this address?
 * @ip: any word
 *
 * Context: Any context.
 * Return: which; NO_GATE where nothing can be read.
 */
enum gate_kind gate_kind_at(unsigned long ip)
{
	u32 text[ARCH_MARK_BYTES / sizeof(u32)];

	/* User Mode Linux does not survive every address that it is asked for. */
	if (unlikely(ip < PAGE_OFFSET))
		return NO_GATE;
	if (copy_from_kernel_nofault(text, (void *)ip, sizeof(text)))
		return NO_GATE;
	return gate_mark_kind(text);
}

static unsigned long word_at(unsigned long addr)
{
	return READ_ONCE_NOCHECK(*(unsigned long *)addr);
}

/**
 * gate_above() - is there a gate above this slot?
 * @slot: a word of the current stack, with room for a frame above it
 *
 * Context: Any context.
 * Return: what the return address on @slot leads into, if the frame of a gate that
 *	   lives lies above it, or of a landing pad, which is called as by a gate; else
 *	   NO_GATE.
 */
enum gate_kind gate_above(unsigned long slot)
{
	const unsigned long frame = slot + sizeof(long);

	if (!gate_lives(frame))
		return NO_GATE;
	if (static_branch_unlikely(&kdefer_pads_known) &&
	    pad_runs((void *)frame))
		return CALL_GATE;
	return gate_kind_at(
		tracers_real(arch_address(word_at(slot)), arch_slot_key(slot)));
}

/* Does a frame of this kind live there, with so much room for slots beyond the least? */
static bool is_frame_of(enum gate_kind kind, unsigned long frame,
			unsigned int room)
{
	return gate_lives(frame) && gate_above(frame - sizeof(long)) == kind &&
	       (kind == CALL_GATE ||
		(u8)word_at(frame + KDEFER_FRAME_STATE) == room);
}

/**
 * gate_by_bp() - which gate has this frame pointer?
 * @bp:	  any word
 * @low:  its frame begins above this
 * @high: and ends at this at most, on the stack
 * @slot: where to put the slot of the return address into it
 *
 * Context: Any context.
 * Return: of which kind it is, if it lives; else NO_GATE.
 */
enum gate_kind gate_by_bp(unsigned long bp, unsigned long low,
			  unsigned long high, unsigned long *slot)
{
	enum gate_kind kind;
	unsigned long frame;
	unsigned int room;

	if (!IS_ALIGNED(bp, sizeof(long)) || bp <= low || bp > high)
		return NO_GATE;
	for (kind = DEFER_GATE; kind <= CALL_GATE; kind++) {
		for (room = 0; room <= KDEFER_MOST_ROOM;
		     room += KDEFER_SLOT_BYTES) {
			frame = arch_gate_frame(kind, bp, room);
			if (frame <= low || frame > high - KDEFER_FRAME_SIZE ||
			    !is_frame_of(kind, frame, room))
				continue;
			*slot = frame - sizeof(long);
			return kind;
		}
	}
	return NO_GATE;
}

/* See gate_search(). A frame may begin at @frame, or further up. */
unsigned long gate_search_on(unsigned long frame, unsigned long to)
{
	for (; frame < to; frame += sizeof(long))
		if (gate_above(frame - sizeof(long)) != NO_GATE)
			return frame - sizeof(long);
	return 0;
}
