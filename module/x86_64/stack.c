// SPDX-License-Identifier: GPL-2.0
/*
 * x86-64: the way through code that is not ours, by the kernel's unwinder. It also
 * knows the addresses that tracers have replaced.
 */
#include <linux/sched.h>

#include "../tracers.h"
#include "../walk.h"
#include "unwinder.h"

static const char no_frame[] =
	"a frame that the kernel's unwinder does not find";
static const char no_code[] = "code that the kernel's unwinder does not know";

/*
 * Starts, or goes on, until the unwinder stands on @slot. It may have skipped the
 * frames up to there only if it meets the slot exactly.
 */
static bool sync(struct foreign *f, unsigned long slot)
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

static void take(const struct foreign *f, struct cursor *c)
{
	c->ip = f->state.ip;
	c->bp = unwinder_bp(&f->state);
	c->slot = unwinder_slot(&f->state);
}

bool foreign_resolve(struct walk *w)
{
	if (!tracers_replace_addresses())
		return true;
	if (!sync(&w->foreign, w->at.slot)) {
		w->why = no_frame;
		return false;
	}
	take(&w->foreign, &w->at);
	return true;
}

static enum foreign_step lost(struct walk *w, const char *why)
{
	w->why = why;
	return FOREIGN_LOST;
}

/* The next frame outwards of @at, wherever the unwinder has stood; or why not. */
static const char *advance(struct foreign *f, const struct cursor *at)
{
	bool is_there = f->started && !unwind_done(&f->state) &&
			unwinder_slot(&f->state) == at->slot;

	if (!is_there && !tracers_replace_addresses() &&
	    unwinder_advance_from(f, at))
		return NULL;
	if (!sync(f, at->slot))
		return no_frame;
	if (!unwinder_is_in_code(&f->state))
		return no_code;
	unwinder_next(&f->state);
	return NULL;
}

enum foreign_step foreign_step(struct walk *w, struct cursor *next)
{
	struct foreign *f = &w->foreign;
	bool ahead = f->ahead;
	const char *why;

	f->ahead = false;
	if (ahead && unwinder_met_gate(f, next))
		return FOREIGN_STEPPED;
	why = ahead ? NULL : advance(f, &w->at);
	if (why)
		return lost(w, why);
	if (unwind_error(&f->state))
		return lost(w, no_code);
	if (unwind_done(&f->state) || f->state.regs)
		return FOREIGN_END;
	take(f, next);
	/* As after an exception: this context ends where its stack does. */
	if (next->slot - w->low >= w->high - w->low)
		return FOREIGN_END;
	if (!unwinder_is_sure(w, next))
		return lost(w, "a function that faulted before it had a frame");
	return FOREIGN_STEPPED;
}

/* Started from registers, the unwinder looks up the instruction itself. */
void foreign_start(struct walk *w, struct pt_regs *regs)
{
	struct foreign *f = &w->foreign;

	__unwind_start(&f->state, current, regs, (unsigned long *)regs->sp);
	unwinder_correct(&f->state);
	f->started = true;
	f->ahead = true;
	unwinder_check_fault(f, regs);
}

bool arch_stack_bounds(unsigned long sp, unsigned long *low,
		       unsigned long *high)
{
	struct unwind_state state;

	unwind_start(&state, current, NULL, NULL);
	*low = (unsigned long)state.stack_info.begin;
	*high = (unsigned long)state.stack_info.end;
	return !unwind_done(&state) && sp >= *low && sp < *high;
}

/* Interrupts have stacks of their own; foreign_step() sees the change. */
bool arch_is_context_entry(unsigned long ip)
{
	return false;
}
