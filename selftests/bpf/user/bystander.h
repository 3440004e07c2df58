/* SPDX-License-Identifier: GPL-2.0 */
/*
 * BPF programs that hang on kernel functions and do no harm: each counts that it ran
 * and writes to the trace, which is where a client may be below it.
 */
#ifndef KDEFER_BYSTANDER_H
#define KDEFER_BYSTANDER_H

#include <linux/bpf.h>

/* btf.c: what the kernel's own type information says of itself */
void btf_load(void);
int btf_find(const char *name, unsigned int kind);

/* prog.c: programs */
int counter_create(void);
unsigned long counter_read(int map);
int prog_load(const char *what, union bpf_attr *attr, int counter);
int prog_attach(const char *what, int prog);
int prog_multi(const char *function, int counter, int at_return);
void prog_replaced(const char *function, int counter);

long bpf(int cmd, union bpf_attr *attr);
void die(const char *what, const char *which);

#endif /* KDEFER_BYSTANDER_H */
