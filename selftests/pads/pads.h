/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Plain kernel code, and what it says of itself: +n where something is taken, -n where it
 * is given back.
 */
#ifndef KDEFER_TEST_PADS_H
#define KDEFER_TEST_PADS_H

#include <linux/cleanup.h>
#include <linux/mutex.h>
#include <linux/slab.h>

#include "../notes.h"

extern struct mutex outer_lock, inner_lock;

/* Inline as well. */
static inline void note_give(long n)
{
	say("-%ld", n);
}

DEFINE_CLASS(note, long, note_give(_T), note_take(n), long n)

static inline void *buffer_take(void)
{
	say("+b");
	return kmalloc(64, GFP_KERNEL);
}

static inline void buffer_give(void *p)
{
	if (!p)
		return;
	say("-b");
	kfree(p);
}

DEFINE_FREE(buffer, void *, buffer_give(_T))

/* reported.c */
long plain_reported(long n, step_fn fn);
long plain_beside(long n, step_fn fn);
long reported_body(long n, step_fn fn);
long reported_below(long n, step_fn fn);

/* plain.c */
long plain_once(long n, step_fn fn);
long plain_nested(long n, step_fn fn);
long plain_loop(long n, step_fn fn);
long plain_early(long n, step_fn fn);
long plain_handed_on(long n, step_fn fn);
long plain_many(long a, long b, long c, long d, long e, long f, long g,
		step_fn fn);
long plain_registers(long n, step_fn fn);
long plain_sort(long n, step_fn fn);
long plain_list_sort(long n, step_fn fn);
long fixed_sort(long n, step_fn fn);
long fixed_put(void);
long plain_loads(long n, step_fn fn);
long plain_reads_first(long n, const long *from, step_fn fn);
long plain_divides(long n, step_fn fn);
long plain_bugs(long n, step_fn fn);

#endif /* KDEFER_TEST_PADS_H */
