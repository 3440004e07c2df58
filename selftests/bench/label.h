/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Plan 9's setlabel() and gotolabel(): see label.S.
 */
#ifndef KDEFER_BENCH_LABEL_H
#define KDEFER_BENCH_LABEL_H

/* What a call preserves: rbx, rbp, r12 to r15; rsp; the return address. */
struct label {
	unsigned long regs[8];
};

/* Returns 0; and 1 as often as somebody goes to the label. */
int set_label(struct label *label) __attribute__((__returns_twice__));

/* Does not return; see <linux/kdefer/scope.h> for why that is not declared. */
void goto_label(const struct label *label);

#endif /* KDEFER_BENCH_LABEL_H */
