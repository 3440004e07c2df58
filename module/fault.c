// SPDX-License-Identifier: GPL-2.0
/*
 * CPU faults as soft panics: who wants them, and raising them.
 */
#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/ptrace.h>

#include <arch_gate.h>

#include "compat.h"
#include "raise.h"
#include "stack.h"
#include "upcall.h"
#include "walk.h"

/**
 * __kdefer_trap_faults() - see trap_faults()
 * @frame: the frame
 *
 * Return: 0, or -EOPNOTSUPP.
 */
int __kdefer_trap_faults(struct defer_frame *frame)
{
	if (!arch_can_trap())
		return -EOPNOTSUPP;
	frame->flags |= KDEFER_TRAPS;
	return 0;
}
EXPORT_SYMBOL_KDEFER(__kdefer_trap_faults);

static bool traps(const struct walk *w)
{
	const struct defer_frame *frame = walk_frame(w);

	return w->kind == RECOVER_GATE && frame->life == kdefer_life(frame) &&
	       frame->flags & KDEFER_TRAPS;
}

/*
 * Does a frame that is still to be visited trap faults? Our own code on the way
 * there is a loop that makes deferred calls, or it is what faulted: then the next
 * attempt would fault as well.
 */
static bool is_trapped(struct walk *w)
{
	bool in_loop = false;

	while (walk_step(w)) {
		if (w->kind == CALL_GATE) {
			in_loop = true;
			if (!walk_call(w)->unwind)
				continue;
			walk_fork(w, &walk_call(w)->unwind->walk);
		} else if (walk_is_own(w)) {
			if (!in_loop)
				return false;
			continue;
		}
		in_loop = false;
		if (traps(w))
			return true;
	}
	return false;
}

/**
 * fault_is_trapped() - shall this fault be a soft panic?
 * @regs: the registers at the fault
 *
 * Context: In the handler of the fault. Takes no lock, writes nothing, and takes
 *	    time linear in the depth of the stack.
 * Return: true if a frame that is still to be visited traps faults.
 */
bool fault_is_trapped(struct pt_regs *regs)
{
	struct cursor from = arch_fault_cursor(regs);
	struct walk w __uninitialized;

	return stack_has_room(from.slot) && walk_start_fault(&w, regs, &from) &&
	       !walk_is_own(&w) && is_trapped(&w);
}

static const struct {
	int err;
	const char *text;
} causes[] = {
	[SOFT_PANIC_PAGE_FAULT] = { -EFAULT, "page fault" },
	[SOFT_PANIC_PROTECTION] = { -EFAULT, "general protection fault" },
	[SOFT_PANIC_DIVIDE] = { -EDOM, "divide error" },
	[SOFT_PANIC_BUG] = { -ENOTRECOVERABLE, "BUG() or invalid instruction" },
};

/*
 * Apart from its caller because of the stack that it needs. The registers stay: the
 * unwinder's state refers to them. It returns if nobody has recovered.
 */
static noinline void raise_fault(const struct cursor *from, bool exact,
				 enum soft_panic_cause cause,
				 unsigned long addr)
{
	struct va_format format = { .fmt = causes[cause].text };
	struct unwind u __uninitialized;
	struct fault_regs regs;
	bool ready;

	raise_init(&u, NULL, from);
	u.exact = exact;
	if (exact)
		ready = walk_start_fault(&u.walk, arch_fault_regs(&regs, from),
					 from);
	else
		ready = walk_start(&u.walk, NULL, from);
	raise_init_panic(&u, cause, causes[cause].err, NULL, &format);
	u.now->panic.ip = from->ip - exact;
	u.site = u.now->panic.ip;
	u.now->panic.addr = addr;
	if (unlikely(!ready))
		report_uncaught(&u);
	else
		kdefer_leap(&u);
	panic_if_wanted();
}

/**
 * kdefer_fault() - raise the soft panic that a fault has become
 * @ip:	   the instruction; 0 for a call through a bad pointer
 * @addr:  the address, for a page fault
 * @cause: what kind of fault
 * @frame: the landing pad's own, directly below the stack at the fault
 *
 * Called by the landing pad alone, which has a ud2 behind it: it returns if nobody
 * recovers.
 */
void kdefer_fault(unsigned long ip, unsigned long addr,
		  enum soft_panic_cause cause, unsigned long *frame)
{
	struct cursor from = {
		.ip = frame[1],
		.bp = frame[0],
		.slot = (unsigned long)&frame[1],
	};

	raise_fault(&from, ip, cause, addr);
}

/**
 * fault_gives_up() - is this the beginning of a function that has a BUG() behind it?
 * @target: where a call leads; it may skip what lets a function be called by a pointer
 *
 * Return: true for those that clients give up by.
 */
bool fault_gives_up(unsigned long target)
{
	const unsigned long begins[] = {
		(unsigned long)__kdefer_panic,
		(unsigned long)__kdefer_repanic,
		(unsigned long)__kdefer_exit,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(begins); i++)
		if (target - begins[i] <= 4)
			return true;
	return false;
}
