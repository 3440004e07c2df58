/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_TEST_BPF_H
#define KDEFER_TEST_BPF_H

#include <linux/atomic.h>
#include <linux/seq_file.h>

#define GAVE_UP (-ENODATA)
#define EXITED (-EXDEV)

/* main.c: what was cleaned up; cases run one at a time */
extern atomic_t cleaned;
void clean(void *unused);

/* main.c: for the module of direct/, which runs while a kernel function is called */
void bpf_client_called(void);

/* ways.c: cases whose way down is the module's own */
void case_bus(struct seq_file *out);
void case_bus_exit(struct seq_file *out);
void case_bus_panicking(struct seq_file *out);
void case_open_fault(struct seq_file *out);
int ways_init(void);
void ways_exit(void);

#endif /* KDEFER_TEST_BPF_H */
