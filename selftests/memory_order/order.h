/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's words for the order of memory, as cbmc knows them: a store may pass a store before
 * it, unless there is a fence between. Without one of them (WITHOUT_WMB, WITHOUT_RELEASE) what is
 * proven with it must not be.
 */
#ifndef MEMORY_ORDER_H
#define MEMORY_ORDER_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
	int counter;
} atomic_t;

#define READ_ONCE(x) (x)
#define WRITE_ONCE(x, value) ((x) = (value))
#define likely(x) (x)
#define unlikely(x) (x)
#define noinline
#define ARRAY_SIZE(x) (sizeof(x) / sizeof((x)[0]))

#ifdef WITHOUT_WMB
#define smp_wmb() ((void)0)
#else
#define smp_wmb() __CPROVER_fence("WWfence")
#endif
#define smp_rmb() __CPROVER_fence("RRfence")

#ifdef WITHOUT_RELEASE
#define smp_store_release(to, value) (*(to) = (value))
#else
#define smp_store_release(to, value)        \
	do {                                \
		__CPROVER_fence("WWfence"); \
		*(to) = (value);            \
	} while (0)
#endif
#define smp_load_acquire(from) (*(from))

static int atomic_read(const atomic_t *v)
{
	return v->counter;
}

static void atomic_set(atomic_t *v, int to)
{
	v->counter = to;
}

/* Fully ordered, as the kernel's are. */
static int atomic_cmpxchg(atomic_t *v, int old, int to)
{
	int was;

	__CPROVER_fence("WWfence", "WRfence", "RRfence", "RWfence");
	__CPROVER_atomic_begin();
	was = v->counter;
	if (was == old)
		v->counter = to;
	__CPROVER_atomic_end();
	__CPROVER_fence("WWfence", "WRfence", "RRfence", "RWfence");
	return was;
}

#endif /* MEMORY_ORDER_H */
