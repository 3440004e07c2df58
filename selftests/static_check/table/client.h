/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For the programs here. Before a line of which kdefer-check says something stands a comment:
 *
 *	// !! WHAT IS HELD: WAY		always
 *	// !? WHAT IS HELD: WAY		only if it looks at indirect calls
 */
#ifndef _STATIC_CHECK_CLIENT_H
#define _STATIC_CHECK_CLIENT_H

#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/kdefer.h>
#include <linux/list.h>
#include <linux/list_sort.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/semaphore.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

struct frob {
	struct mutex lock; /* these are for nothing but to be held */
	spinlock_t spin; /* ... */
	raw_spinlock_t raw; /* ... */
	struct rw_semaphore sem;
	struct list_head list;
	int number;
	char *text;
	void (*step)(struct frob *frob);
};

static inline void frob_put(struct frob *frob)
{
	if (!IS_ERR_OR_NULL(frob))
		kfree(frob);
}

DEFINE_FREE(frob, struct frob *, frob_put(_T))
DEFINE_CLASS(frob, struct frob *, kfree(_T), kzalloc(n, GFP_KERNEL), size_t n)

/* It may give up. */
noinline void deep(int n)
{
	soft_panic_if(n, -EINVAL, "%d is too much", n);
}

/* It does not. */
noinline int harmless(int n)
{
	return n + 1;
}

#endif /* _STATIC_CHECK_CLIENT_H */
