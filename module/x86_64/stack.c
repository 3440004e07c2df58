// SPDX-License-Identifier: GPL-2.0
/*
 * x86-64: the way through code that keeps no frame pointers, by the kernel's ORC
 * unwinder. It also knows the addresses that tracers have replaced.
 */
#include <linux/sched.h>

#include "../walk.h"

/*
 * Starts, or goes on, until the unwinder stands on @slot. It may have skipped the
 * frames up to there only if it meets the slot exactly.
 */
static bool sync(struct foreign *f, unsigned long slot)
{
	if (!f->started) {
		__unwind_start(&f->state, current, NULL, (unsigned long *)slot);
		f->type = f->state.stack_info.type;
		f->started = true;
	}
	while (!unwind_done(&f->state) && !unwind_error(&f->state) &&
	       f->state.sp <= slot)
		unwind_next_frame(&f->state);
	return !unwind_done(&f->state) && !unwind_error(&f->state) &&
	       f->state.sp == slot + sizeof(long);
}

static void take(const struct foreign *f, struct cursor *c)
{
	c->ip = f->state.ip;
	c->bp = f->state.bp;
	c->slot = f->state.sp - sizeof(long);
}

bool foreign_resolve(struct walk *w)
{
	if (!sync(&w->foreign, w->at.slot)) {
		w->why = "a frame that the kernel's unwinder does not find";
		return false;
	}
	take(&w->foreign, &w->at);
	return true;
}

enum foreign_step foreign_step(struct walk *w, struct cursor *next)
{
	struct foreign *f = &w->foreign;

	if (f->ahead) {
		f->ahead = false;
		if (unwind_error(&f->state)) {
			w->why =
				"code that the kernel's unwinder does not know";
			return FOREIGN_LOST;
		}
		if (unwind_done(&f->state) || f->state.regs)
			return FOREIGN_END;
		take(f, next);
		return FOREIGN_STEPPED;
	}
	if (!sync(f, w->at.slot)) {
		w->why = "a frame that the kernel's unwinder does not find";
		return FOREIGN_LOST;
	}
	unwind_next_frame(&f->state);
	if (unwind_error(&f->state)) {
		w->why = "code that the kernel's unwinder does not know";
		return FOREIGN_LOST;
	}
	/* Done, an exception, another stack: this context ends here. */
	if (unwind_done(&f->state) || f->state.regs ||
	    f->state.stack_info.type != f->type)
		return FOREIGN_END;
	take(f, next);
	return FOREIGN_STEPPED;
}

/* Started from registers, the unwinder looks up the instruction itself. */
void foreign_start(struct walk *w, struct pt_regs *regs)
{
	struct foreign *f = &w->foreign;

	__unwind_start(&f->state, current, regs, (unsigned long *)regs->sp);
	f->type = f->state.stack_info.type;
	f->started = true;
	f->ahead = true;
}

bool arch_stack_bounds(unsigned long sp, unsigned long *low,
		       unsigned long *high)
{
	struct unwind_state state;

	__unwind_start(&state, current, NULL, (unsigned long *)sp);
	*low = (unsigned long)state.stack_info.begin;
	*high = (unsigned long)state.stack_info.end;
	return !unwind_done(&state) && sp >= *low && sp < *high;
}

/* Interrupts have stacks of their own; foreign_step() sees the change. */
bool arch_is_context_entry(unsigned long ip)
{
	return false;
}
