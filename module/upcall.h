/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The functions that the architecture calls, and the only way up from it. gate.S has two
 * of them behind every soft panic and exit; the others are told of CPU faults, one by its
 * landing in gate.S.
 *
 * trap.c hears of a fault first. If fault_is_trapped() says so, it sends the interrupted
 * code to its landing, which is on the same stack, in the same context, and calls
 * kdefer_fault(). If that returns, nobody has recovered, and the fault is an oops after
 * all.
 */
#ifndef KDEFER_UPCALL_H
#define KDEFER_UPCALL_H

#include <linux/kdefer.h>
#include <linux/mm.h>
#include <linux/sched/task_stack.h>

#include "cursor.h"

struct landing;
struct pt_regs;
struct unwind;

/* unwind.c */
struct landing *kdefer_unwind(struct unwind *u);

/* leave.c */
void kdefer_finish(struct defer_frame *frame);

/**
 * struct fault - a CPU fault that may become a soft panic
 * @regs:  the registers at the fault; of a call through a bad pointer, the instruction
 *	   pointer is 0
 * @ip:	   the instruction; 0 for such a call
 * @addr:  the address, for a page fault
 * @cause: what kind of fault
 * @never: why it is trapped under no policy but trap=all, or NULL
 * @called: of a call through a bad pointer, the function that was called by name and has
 *	   jumped there; 0: none
 * @all:   was it trapped under trap=all?
 * @by:	   a frame that traps it, with code of others between that may hold something;
 *	   else NULL
 * @caller: where the walk outwards has come to by one step from the instruction
 * @caller_kind: what stands there
 */
struct fault {
	struct pt_regs *regs;
	unsigned long ip;
	unsigned long addr;
	enum soft_panic_cause cause;
	const char *never;
	unsigned long called;
	bool all;
	const struct defer_frame *by;
	struct cursor caller;
	enum gate_kind caller_kind;
};

/* The page below the stack; a stack that has run over cannot be unwound. */
static inline bool fault_is_in_guard_page(const struct fault *f)
{
	const unsigned long stack = (unsigned long)task_stack_page(current);

	return f->addr < stack && stack - f->addr <= PAGE_SIZE;
}

/* arch/trap.c: the landing of a fault */
struct fault_state;
enum soft_panic_cause kdefer_landed(const struct fault_state *slot,
				    const unsigned long *frame,
				    struct fault_state *own);

/* fault.c */
bool fault_is_trapped(struct fault *f);
bool fault_gives_up(unsigned long target);
void kdefer_fault(const struct fault *f, const unsigned long *frame);

#endif /* KDEFER_UPCALL_H */
