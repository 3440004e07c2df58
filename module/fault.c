// SPDX-License-Identifier: GPL-2.0
/*
 * CPU faults as soft panics: who wants them, and raising them.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/hash.h>
#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/ptrace.h>
#include <linux/ratelimit.h>

#include "compat.h"
#include "fault.h"
#include "report.h"
#include "stack.h"
#include "unwind.h"

static bool report_faults = true;
module_param(report_faults, bool, 0644);
MODULE_PARM_DESC(report_faults,
		 "report a recovered CPU fault, once per site (default: yes)");

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

	panic_raise_fault(&from, ip, causes[cause].err, cause, addr,
			  causes[cause].text);
}

/*
 * Sites that were reported. A collision costs a report more, and what the rate limit
 * swallows is reported when it happens again.
 */
static unsigned long seen[64];

/* See fault_report(). */
void fault_report_trapped(struct unwind *u)
{
	static DEFINE_RATELIMIT_STATE(limit, 5 * HZ, 10);
	const struct soft_panic *p = &u->now->panic;
	unsigned long *slot = &seen[hash_long(p->ip, ilog2(ARRAY_SIZE(seen)))];

	if (!report_faults || READ_ONCE(*slot) == p->ip ||
	    !__ratelimit(&limit) || xchg(slot, p->ip) == p->ip)
		return;
	pr_warn("trapped a %s at %pS, address %#lx; it is a bug there\n",
		causes[p->cause].text, (void *)p->ip, p->addr);
	report_stack(u->now, KERN_WARNING);
}
