/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a fault hands over to its landing, and takes back if nobody recovers.
 */
#ifndef KDEFER_FAULT_STATE_H
#define KDEFER_FAULT_STATE_H

#ifdef __ASSEMBLY__
#include <asm/asm-offsets.h>
#else
#include <asm/ptrace.h>

/* As the kernel has it for assembly. */
#define PT_REGS_SIZE sizeof(struct pt_regs)
#endif

/* Sizes and offsets, for assembly. The registers are fewer since 6.14. */
#define FAULT_STATE_X19 152
#define FAULT_STATE_FP 232
#define FAULT_STATE_LR 240
#define FAULT_STATE_SP 248
#define FAULT_STATE_RETURN PT_REGS_SIZE
#define FAULT_STATE_ERROR (PT_REGS_SIZE + 8)
#define FAULT_STATE_BYTES (PT_REGS_SIZE + 128)

/* What the landing lays down below the stack at the fault: see there. */
#define FAULT_LANDING_BYTES 32

#ifndef __ASSEMBLY__

#include <linux/build_bug.h>
#include <linux/stddef.h>

#include "../upcall.h"

/**
 * struct fault_state - a fault that is trapped
 * @regs:   the registers, as they were
 * @ret:    where a call from there to the landing would return to
 * @error:  what the processor said: the exception's syndrome
 * @text:   what the kernel was about to say of an address
 * @fault:  what the rest of the module is told
 */
struct fault_state {
	struct pt_regs regs;
	unsigned long ret;
	unsigned long error;
	const char *text;
	struct fault fault;
} __aligned(16);

static_assert(offsetof(struct fault_state, regs.regs[19]) == FAULT_STATE_X19);
static_assert(offsetof(struct fault_state, regs.regs[29]) == FAULT_STATE_FP);
static_assert(offsetof(struct fault_state, regs.regs[30]) == FAULT_STATE_LR);
static_assert(offsetof(struct fault_state, regs.sp) == FAULT_STATE_SP);
static_assert(offsetof(struct fault_state, ret) == FAULT_STATE_RETURN);
static_assert(offsetof(struct fault_state, error) == FAULT_STATE_ERROR);
static_assert(sizeof(struct fault_state) == FAULT_STATE_BYTES);

#endif /* __ASSEMBLY__ */
#endif /* KDEFER_FAULT_STATE_H */
