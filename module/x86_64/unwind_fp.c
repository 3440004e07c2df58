// SPDX-License-Identifier: GPL-2.0
/*
 * x86-64 with CONFIG_UNWINDER_FRAME_POINTER: all kernel text keeps frame pointers
 * wherever it calls something, and objtool sees to that. Not so where it faults:
 *
 *	| return address |
 *	| caller's rbp   | <-	rbp, still the caller's own
 *	| ...            |
 *	| return address | <-	rsp: into the caller
 *
 * In the first instructions of a function, and in all of one that is written in
 * assembly and calls nothing, the chain begins a function too far out. That one
 * may be a gate. And assembly may have anything in rbp. So what a step from
 * foreign code passes is searched: a live gate is known by its frame, whose first
 * word is its own address, under a mark. One that would be passed by ends the walk.
 */
#include <linux/align.h>
#include <linux/uaccess.h>

#include "unwind_fp.h"

/* Behind the opcode; a probe that is set on the NOP leaves these bytes alone. */
#define MARK_OFFSET 5

static u32 mark_at(unsigned long ip)
{
	u32 tag = 0;

	if (copy_from_kernel_nofault(&tag, (void *)(ip + MARK_OFFSET), 3))
		return 0;
	return tag << 8;
}

static unsigned long word_at(unsigned long addr)
{
	return READ_ONCE(*(unsigned long *)addr);
}

/* Is there a live gate whose return address lies on @slot? Its mark, or 0. */
static u32 gate_at(unsigned long slot)
{
	unsigned long frame = slot + sizeof(long);
	u32 mark;

	if (word_at(frame) != frame)
		return 0;
	mark = mark_at(word_at(slot));
	switch (mark) {
	case KDEFER_MARK_DEFER:
	case KDEFER_MARK_RECOVER:
	case KDEFER_MARK_CALL:
		return mark;
	default:
		return 0;
	}
}

/**
 * unwinder_is_sure() - is it certain that a step passes no gate by?
 * @w:	  the walk, before the step
 * @next: where the step leads
 *
 * Return: false if there is a live gate between, or next is no way outwards.
 */
bool unwinder_is_sure(const struct walk *w, const struct cursor *next)
{
	unsigned long slot = w->at.slot + sizeof(long);

	if (slot < w->low || next->slot < slot || next->slot >= w->high)
		return false;
	for (; slot < next->slot; slot += sizeof(long))
		if (gate_at(slot))
			return false;
	return true;
}

/* The gate of a deferred call aligns its frame: see kdefer_call_gate. */
static unsigned long call_to_bp(unsigned long bp)
{
	return bp - ALIGN_DOWN(bp - sizeof(struct call_frame), 16);
}

static bool is_called_by(const struct foreign *f, const struct pt_regs *regs,
			 u32 mark, unsigned long to_bp)
{
	const struct stack_info *stack = &f->state.stack_info;
	unsigned long slot = regs->bp - to_bp - sizeof(long);

	return IS_ALIGNED(slot, sizeof(long)) && slot >= regs->sp &&
	       slot >= (unsigned long)stack->begin &&
	       slot + to_bp < (unsigned long)stack->end &&
	       gate_at(slot) == mark;
}

/**
 * unwinder_check_fault() - was the function that faulted called by a gate?
 * @f:	  the unwinder, started at the fault
 * @regs: the registers there
 *
 * While the function has no frame, rbp is its caller's: then a gate's frame is at
 * a known distance below.
 */
void unwinder_check_fault(struct foreign *f, const struct pt_regs *regs)
{
	unsigned long to_bp = 0;

	if (is_called_by(f, regs, KDEFER_MARK_DEFER, KDEFER_DEFER_TO_BP))
		to_bp = KDEFER_DEFER_TO_BP;
	else if (is_called_by(f, regs, KDEFER_MARK_RECOVER,
			      KDEFER_RECOVER_TO_BP))
		to_bp = KDEFER_RECOVER_TO_BP;
	else if (is_called_by(f, regs, KDEFER_MARK_CALL, call_to_bp(regs->bp)))
		to_bp = call_to_bp(regs->bp);
	f->gate_bp = to_bp ? regs->bp : 0;
	f->gate_slot = regs->bp - to_bp - sizeof(long);
}

/**
 * unwinder_met_gate() - does the first step from a fault lead to a gate?
 * @f:	  the unwinder
 * @next: where to say so
 *
 * The unwinder's own state is beyond it, and starts again when it is needed.
 *
 * Return: true if it does; the next step starts there.
 */
bool unwinder_met_gate(struct foreign *f, struct cursor *next)
{
	if (!f->gate_bp)
		return false;
	next->bp = f->gate_bp;
	next->slot = f->gate_slot;
	next->ip = word_at(f->gate_slot);
	f->started = false;
	return true;
}
