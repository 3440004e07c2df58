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
 * may be a gate: it is looked for. Whatever else a step passes by, the walk finds out.
 */
#include <linux/align.h>

#include <arch_gate.h>

#include "../gates.h"
#include "unwinder_fp.h"
#include "unwinder.h"

/**
 * unwinder_sync() - start the unwinder, or let it go on, until it stands on a slot
 * @f:	  the unwinder
 * @slot: where
 *
 * It may have skipped the frames up to there only if it meets the slot exactly.
 *
 * Return: false if it does not.
 */
bool unwinder_sync(struct foreign *f, unsigned long slot)
{
	if (!f->started) {
		unwind_start(&f->state, current, NULL, NULL);
		f->started = true;
	}
	while (!unwind_done(&f->state) && !unwind_error(&f->state) &&
	       unwinder_slot(&f->state) < slot)
		unwinder_next(&f->state);
	return !unwind_done(&f->state) && !unwind_error(&f->state) &&
	       unwinder_slot(&f->state) == slot;
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
	const struct stack_info *stack = &f->state.stack_info;
	const unsigned long low =
		max_t(unsigned long, (unsigned long)stack->begin, regs->sp);

	f->gate_bp = 0;
	if (gate_by_bp(regs->bp, low, (unsigned long)stack->end,
		       &f->gate_slot) != NO_GATE)
		f->gate_bp = regs->bp;
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
	next->ip = READ_ONCE(*(unsigned long *)f->gate_slot);
	f->started = false;
	return true;
}
