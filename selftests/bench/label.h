/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Plan 9's setlabel() and gotolabel(), what setjmp() and longjmp() are.
 */
#ifndef KDEFER_BENCH_LABEL_H
#define KDEFER_BENCH_LABEL_H

/* What a call preserves, the stack pointer, and the return address. */
#ifdef CONFIG_ARM64
#define LABEL_REGISTERS 13
#else
#define LABEL_REGISTERS 8
#endif

struct label {
	unsigned long regs[LABEL_REGISTERS];
};

/* Returns 0; and 1 as often as somebody goes to the label. */
int set_label(struct label *label) __attribute__((__returns_twice__));

/* Does not return; see <linux/kdefer/scope.h> for why that is not declared. */
void goto_label(const struct label *label);

#endif /* KDEFER_BENCH_LABEL_H */
