/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What gate.S has for C, on x86-64 and on User Mode Linux for it.
 */
#ifndef KDEFER_ARCH_GATE_H
#define KDEFER_ARCH_GATE_H

#include <linux/align.h>
#include <linux/compiler.h>
#include <linux/kdefer/x86_64.h>

#include <asm/asm.h>

#include "../arch.h"

struct unwind;

/* Not functions that C can call: see below, and trap.c. */
void kdefer_call_gate(void);
void kdefer_fault_landing(void);
void kdefer_call_fault_landing(void);
void kdefer_just_return(void);

/* Goes where the unwind ends; does not return. */
void kdefer_leap(struct unwind *u);

/*
 * Calls fn(arg0, arg1) through a gate that belongs to @u. It also returns when that
 * call gave up and @u took it over; what was in registers is gone then, so that the
 * compiler must take them all for used.
 */
static __always_inline void kdefer_call(struct unwind *u, void *fn,
					unsigned long arg0, unsigned long arg1)
{
	asm volatile("call kdefer_call_gate"
		     : "+D"(u), "+S"(fn), "+d"(arg0), "+c"(arg1),
		       "+r"(current_stack_pointer)
		     :
		     : "rax", "rbx", "r8", "r9", "r10", "r11", "r12", "r13",
		       "r14", "r15", "cc", "memory");
}

/* How much kdefer_call_gate has below its rbp, before it aligns. */
#define CALL_TO_BP 24

/* The frame of the gate of this kind that has this rbp. */
static __always_inline unsigned long arch_gate_frame(enum gate_kind kind,
						     unsigned long bp)
{
	switch (kind) {
	case DEFER_GATE:
		return bp - KDEFER_DEFER_TO_BP;
	case RECOVER_GATE:
		return bp - KDEFER_RECOVER_TO_BP;
	default:
		return ALIGN_DOWN(bp - CALL_TO_BP, 16);
	}
}

#endif /* KDEFER_ARCH_GATE_H */
