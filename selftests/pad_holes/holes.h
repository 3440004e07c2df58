/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Plain kernel code of which the compiler thinks that it cannot be left, and is. +n where
 * something is taken, -n where it is given back.
 */
#ifndef KDEFER_TEST_PAD_HOLES_H
#define KDEFER_TEST_PAD_HOLES_H

#include <linux/cleanup.h>
#include <linux/mutex.h>
#include <linux/string.h>

#include "../notes.h"

extern struct mutex lock;
extern long (*step_with)(long n, long *var);
extern char table_to[], table_from[];
extern size_t table_bytes;

static inline void note_give(long n)
{
	if (n)
		say("-%ld", n);
}

DEFINE_CLASS(note, long, note_give(_T), note_take(n), long n)

/* Likewise; where it comes from the compiler does not see. */
long take(long n);

DEFINE_CLASS(taken, long, note_give(_T), take(n), long n)

/* faults.c */
long copies_below(long n, char *to, const char *from);
long copies_here(long n, char *to, const char *from);
long copies_two_below(long n, char *to, const char *from);
long copies_between(long n, char *to, const char *from, step_fn fn);
long finds(long n, const char *in, step_fn fn);
long changes(long n, long distance);
long by_assembly(long n, step_fn fn);
long by_assembly_below(long n, step_fn fn);
long calls_null(long n, step_fn fn, step_fn null);

/* calls.c */
long reads_between(long n, const long *from, step_fn fn);
long calls_by_assembly(long n, step_fn fn);
long calls_by_assembly_below(long n, step_fn fn);
void free(void *p);
long frees(long n, step_fn fn);

#endif /* KDEFER_TEST_PAD_HOLES_H */
