/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_TEST_WAYS_H
#define KDEFER_TEST_WAYS_H

/* Size and offsets of struct pt_regs, for assembly. */
#define REGS_BYTES 336
#define REGS_FP 232
#define REGS_SP 248
#define REGS_PC 256

#ifndef __ASSEMBLY__
/* call.S */
int call_over_stale(int (*function)(void *arg), void *arg);
void call_traced(void);
#endif

#endif /* KDEFER_TEST_WAYS_H */
