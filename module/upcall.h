/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The functions that the architecture calls, and the only way up from it. gate.S has two
 * of them behind every soft panic and exit; the others are told of CPU faults.
 *
 * trap.c hears of a fault first. If fault_is_trapped() says so, it sends the interrupted
 * code to its landing, which is on the same stack, in the same context, and calls
 * kdefer_fault().
 */
#ifndef KDEFER_UPCALL_H
#define KDEFER_UPCALL_H

#include <linux/kdefer.h>

struct landing;
struct pt_regs;
struct unwind;

/* unwind.c */
struct landing *kdefer_unwind(struct unwind *u);
void kdefer_finish(struct defer_frame *frame);

/* fault.c */
bool fault_is_trapped(struct pt_regs *regs);
bool fault_gives_up(unsigned long target);
void kdefer_fault(unsigned long ip, unsigned long addr,
		  enum soft_panic_cause cause, unsigned long *frame);

#endif /* KDEFER_UPCALL_H */
