/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CPU faults as soft panics. The architecture's trap.c hears of a fault first. If
 * fault_is_trapped() says so, it sends the interrupted code to its landing pad,
 * which is on the same stack, in the same context, and calls kdefer_fault().
 */
#ifndef KDEFER_FAULT_H
#define KDEFER_FAULT_H

#include <linux/kdefer.h>

struct pt_regs;
struct unwind;

bool fault_is_trapped(struct pt_regs *regs);
void kdefer_fault(unsigned long ip, unsigned long addr,
		  enum soft_panic_cause cause, unsigned long *frame);
void fault_report(struct unwind *u);

#endif /* KDEFER_FAULT_H */
