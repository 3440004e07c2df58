/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Soft panics among functions whose return addresses a tracer has replaced.
 *
 *	round.c		a soft panic or exit through all kinds of functions, many times
 *	probes.c	kretprobes on them
 *	events.c	one of each, to be seen in the trace
 *	main.c		the cases
 */
#ifndef KDEFER_TRACERS_H
#define KDEFER_TRACERS_H

#include <linux/seq_file.h>

/* round.c */
extern unsigned int rounds;
void rounds_run(struct seq_file *out);

/* probes.c */
void case_kretprobes(struct seq_file *out);

/* events.c */
void case_recovered(struct seq_file *out);
void case_exited(struct seq_file *out);
void case_replaced(struct seq_file *out);
void case_contained(struct seq_file *out);
void case_faulted(struct seq_file *out);

#endif /* KDEFER_TRACERS_H */
