/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a fault hands over to its landing, and takes back if nobody recovers.
 */
#ifndef KDEFER_FAULT_STATE_H
#define KDEFER_FAULT_STATE_H

/* Sizes and offsets, for assembly. */
#define FAULT_STATE_IP 128
#define FAULT_STATE_BYTES 280

#ifndef __ASSEMBLY__

#include <linux/build_bug.h>
#include <linux/stddef.h>
#include <asm/ptrace.h>

#include "../upcall.h"

/**
 * struct fault_state - a fault that is trapped
 * @regs:  the registers, as they were
 * @ip:    the instruction pointer, also of a call through a bad pointer
 * @error: what the processor said about a page fault
 * @fault: what the rest of the module is told
 */
struct fault_state {
	struct pt_regs regs;
	unsigned long ip;
	unsigned long error;
	struct fault fault;
};

static_assert(offsetof(struct fault_state, regs.ip) == FAULT_STATE_IP);
static_assert(sizeof(struct fault_state) == FAULT_STATE_BYTES);

#endif /* __ASSEMBLY__ */
#endif /* KDEFER_FAULT_STATE_H */
