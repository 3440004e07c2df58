// SPDX-License-Identifier: GPL-2.0
/* The way from a call to what gives up. */
#include "client.h"

static inline void through_inline(int n)
{
	deep(n);
}

noinline void further(int n)
{
	through_inline(n);
}

/* Each of the two calls the other. */
noinline void pong(int n);
noinline void ping(int n)
{
	if (n > 100)
		pong(n - 1);
}

noinline void pong(int n)
{
	if (n > 200)
		deep(n);
	ping(n - 1);
}

noinline int counts_down(int n)
{
	return n ? counts_down(n - 1) : 0;
}

void ways(struct frob *frob, int n)
{
	guard(mutex)(&frob->lock);
	// !! guard (mutex): further > through_inline > deep > soft_panic
	further(n);
	// !! guard (mutex): ping > pong > deep > soft_panic
	ping(n);
	counts_down(n);
	// !! guard (mutex): through_inline > deep > soft_panic
	through_inline(n);
}

static int compare(void *unused, const struct list_head *a,
		   const struct list_head *b)
{
	deep(a == b);
	return 0;
}

static int compare_well(void *unused, const struct list_head *a,
			const struct list_head *b)
{
	return a > b;
}

static int look_at(struct device *dev, void *unused)
{
	deep(dev->id);
	return 0;
}

void by_the_kernel(struct frob *frob, struct bus_type *bus, struct device *dev)
{
	guard(mutex)(&frob->lock);
	// !! guard (mutex): list_sort > compare > deep > soft_panic
	list_sort(NULL, &frob->list, compare);
	list_sort(NULL, &frob->list, compare_well);
	// !! guard (mutex): bus_for_each_dev > look_at > deep > soft_panic
	bus_for_each_dev(bus, NULL, NULL, look_at);
	// !! guard (mutex): device_for_each_child > look_at > deep > soft_panic
	device_for_each_child(dev, NULL, look_at);
}

static void work_fn(struct work_struct *work)
{
	deep(3);
}

static void timer_fn(struct timer_list *timer)
{
	deep(4);
}

/* They are called another time. */
void not_now(struct frob *frob, struct work_struct *work,
	     struct timer_list *timer)
{
	guard(mutex)(&frob->lock);
	INIT_WORK(work, work_fn);
	schedule_work(work);
	timer_setup(timer, timer_fn, 0);
}

/* Who calls what it is given ... */
noinline int apply(int (*fn)(int n), int n)
{
	return fn(n);
}

noinline int apply_later(int n, int (*fn)(int n))
{
	return apply(fn, n) + 1;
}

/* ... and who does not. */
noinline bool is_harmless(int (*fn)(int n))
{
	return fn == harmless;
}

static int deep_too(int n)
{
	deep(n);
	return n;
}

void by_ourselves(struct frob *frob, int n)
{
	int (*fn)(int n) = n ? deep_too : harmless;

	guard(mutex)(&frob->lock);
	// !? guard (mutex): apply > an indirect call > deep_too > deep > soft_panic
	apply(harmless, n);
	// !? guard (mutex): apply_later > apply > an indirect call > deep_too > deep > soft_panic
	apply_later(n, harmless);
	is_harmless(deep_too);
	// !! guard (mutex): apply_later > deep_too > deep > soft_panic
	apply_later(n, deep_too);
	// !? guard (mutex): an indirect call > deep_too > deep > soft_panic
	fn(n);
}

void by_a_variable(struct frob *frob, int n)
{
	int (*fn)(int n) = harmless;

	if (n > 3)
		fn = deep_too;
	guard(mutex)(&frob->lock);
	// !! guard (mutex): deep_too > deep > soft_panic
	fn(n);
}
