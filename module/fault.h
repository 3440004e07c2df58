/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CPU faults as soft panics. The architecture's trap.c hears of a fault first. If
 * fault_is_trapped() says so, it sends the interrupted code to its landing pad,
 * which is on the same stack, in the same context, and calls kdefer_fault().
 */
#ifndef KDEFER_FAULT_H
#define KDEFER_FAULT_H

#include <linux/kdefer.h>

#include "unwind.h"

struct pt_regs;

bool fault_is_trapped(struct pt_regs *regs);
void kdefer_fault(unsigned long ip, unsigned long addr,
		  enum soft_panic_cause cause, unsigned long *frame);
void fault_report_trapped(struct unwind *u);

/**
 * fault_report() - a panic is recovered, or something else takes its place
 * @u: the unwind; its panic may be a fault, which must not vanish
 */
static inline void fault_report(struct unwind *u)
{
	if (unlikely(u->now->panic.cause != SOFT_PANIC_RAISED))
		fault_report_trapped(u);
}

#endif /* KDEFER_FAULT_H */
