/* SPDX-License-Identifier: GPL-2.0 */
/*
 * BPF programs that hang on kernel functions and do no harm: each counts that it ran
 * and writes to the trace, which is where a client may be below it.
 */
#ifndef KDEFER_BYSTANDER_H
#define KDEFER_BYSTANDER_H

#include <linux/bpf.h>

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

/* btf.c: what the kernel's own type information says of itself */
void btf_load(void);
int btf_find(const char *name, unsigned int kind);
/* The index of a member of the struct @type, and where it is in bytes. */
int btf_member(int type, const char *name, unsigned int *offset);
unsigned int btf_size(int type);

/* prog.c: programs */
int counter_create(void);
unsigned long counter_read(int map);
int prog_load(const char *what, union bpf_attr *attr, int counter);
int prog_attach(const char *what, int prog);
int prog_multi(const char *function, int counter, int at_return);
unsigned long long multi_missed(int link);
int types_load(void);
void prog_replaced(const char *function, int counter);

/* ops.c: a congestion control */
void ops_register(const char *function, int counter);
void ops_unregister(void);

long bpf(int cmd, union bpf_attr *attr);
void die(const char *what, const char *which);

#endif /* KDEFER_BYSTANDER_H */
