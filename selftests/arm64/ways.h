/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_TEST_WAYS_H
#define KDEFER_TEST_WAYS_H

#ifdef __ASSEMBLY__
#include <asm/asm-offsets.h>
#else
#include <asm/ptrace.h>

/* As the kernel has it for assembly. */
#define PT_REGS_SIZE sizeof(struct pt_regs)
#endif

/* Size and offsets of struct pt_regs, for assembly. */
#define REGS_BYTES PT_REGS_SIZE
#define REGS_FP 232
#define REGS_SP 248
#define REGS_PC 256

#ifndef __ASSEMBLY__
/* call.S */
int call_over_stale(int (*function)(void *arg), void *arg);
void call_traced(void);
#endif

#endif /* KDEFER_TEST_WAYS_H */
