// SPDX-License-Identifier: GPL-2.0
/*
 * Faults where a panic may be raised: in deferred calls and handlers, in and around
 * other panics and exits, in frames that trap and frames that do not.
 */
#include <linux/kernel.h>
#include <linux/list_sort.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "calls.h"

static void read_null(void *unused)
{
	victim_read(NULL);
}

#define CHECK_SEEN_FAULT(was)                                \
	do {                                                 \
		CHECK_EQ(seen.panics, 1);                    \
		CHECK_EQ(seen.cause, SOFT_PANIC_PAGE_FAULT); \
		CHECK_EQ(seen.err, -EFAULT);                 \
		CHECK_EQ(seen.ip, victim_read_at);           \
		CHECK_EQ(seen.prev_err, (was));              \
	} while (0)

static void (*faulty_call)(void *unused) = read_null;

/* A fault in a deferred call of a normal return changes what is returned. */
static void test_call_of_return(void)
{
	start();
	CHECK_EQ(calls(faulty_call, RETURNS), 7);
	CHECK_EQ(order, 321);
	CHECK_SEEN_FAULT(0);
}

/* In one of a panic, it replaces the panic. */
static void test_call_of_panic(void)
{
	start();
	CHECK_EQ(calls(faulty_call, PANICS), 7);
	CHECK_EQ(order, 321);
	CHECK_SEEN_FAULT(-EIO);
	start();
	CHECK_EQ(calls(faulty_call, FAULTS), 7);
	CHECK_EQ(order, 321);
	CHECK_SEEN_FAULT(-ENOTRECOVERABLE);
	CHECK_EQ(seen.prev_cause, SOFT_PANIC_BUG);
}

/* In one of an exit, it can be recovered, and the exit goes on. */
static void test_call_of_exit(void)
{
	start();
	CHECK_EQ(calls(faulty_call, EXITS), 9);
	CHECK_EQ(order, 321);
	CHECK_SEEN_FAULT(0);
}

/* What makes deferred calls is found also if the call faults before it has a frame. */
static void test_call_without_frame(void)
{
	faulty_call = (void *)victim_read;
	test_call_of_return();
	test_call_of_panic();
	test_call_of_exit();
	faulty_call = read_null;
}

static void fault_in_handler(struct soft_panic *p, void *first)
{
	if (p && first)
		recover(p, 1);
	victim_read(NULL);
}

RECOVER_FN(int, handler_faults, void *, recovers_first)
{
	STEP(1);
	defer_recover_with(recover_7, NULL);
	STEP(2);
	defer_recover_with(fault_in_handler, recovers_first);
	if (trap_faults())
		return -EOPNOTSUPP;
	soft_panic(-EIO, "on purpose");
}

/* A handler that faults raises a panic as any deferred call, recovered or not. */
static void test_handler(void)
{
	start();
	CHECK_EQ(handler_faults(NULL), 7);
	CHECK_EQ(order, 21);
	CHECK_SEEN_FAULT(-EIO);
	start();
	CHECK_EQ(handler_faults(&seen), 7);
	CHECK_EQ(order, 21);
	CHECK_SEEN_FAULT(-EIO);
}

RECOVER_FN(int, fault_in_body, struct defer **, unused)
{
	STEP(1);
	defer_call(read_null, NULL);
	STEP(2);
	defer_recover_with(recover_7, NULL);
	if (trap_faults())
		return -EOPNOTSUPP;
	return READ_ONCE(*(int *)NULL);
}

RECOVER_FN(int, recover_outside, int (*)(struct defer **), inner)
{
	STEP(3);
	defer_recover_with(recover_7, NULL);
	STEP(4);
	return inner(NULL);
}

/*
 * A fault in the recovering body itself, and another in a call that remains after
 * the recovery: that one goes on outwards, through the frame it was made from.
 */
static void test_call_after_recovery(void)
{
	start();
	CHECK_EQ(recover_outside(fault_in_body), 7);
	CHECK_EQ(order, 2143);
	CHECK_EQ(seen.panics, 2);
	CHECK_EQ(seen.ip, victim_read_at);
}

RECOVER_FN(int, not_trapping, struct defer **, unused)
{
	STEP(1);
	defer_recover_with(recover_7, NULL);
	STEP(2);
	return victim_read(NULL);
}

RECOVER_FN(int, trap_outside, struct defer **, unused)
{
	STEP(3);
	if (trap_faults())
		return -EOPNOTSUPP;
	return not_trapping(NULL) + 1;
}

/* Who traps and who recovers need not be the same: the inner frame recovers ... */
static void test_inner_recovers(void)
{
	start();
	CHECK_EQ(trap_outside(NULL), 8);
	CHECK_EQ(order, 213);
	CHECK_SEEN_FAULT(0);
}

RECOVER_FN(int, only_traps, struct defer **, unused)
{
	STEP(1);
	if (trap_faults())
		return -EOPNOTSUPP;
	return victim_read(NULL);
}

/* ... or the outer. */
static void test_outer_recovers(void)
{
	start();
	CHECK_EQ(recover_outside(only_traps), 7);
	CHECK_EQ(order, 143);
	CHECK_SEEN_FAULT(0);
}

static unsigned int depth_reached;

static void count(void *unused)
{
	depth_reached++;
}

DEFER_FN(long, dive, long, levels)
{
	defer_call(count, NULL);
	return levels ? dive(levels - 1) : victim_read(NULL);
}

static long dive_victim(void *levels)
{
	return dive((long)levels);
}

/* Every frame on the way gets its turn. */
static void test_many_frames(void)
{
	struct outcome o;

	depth_reached = 0;
	survive(&o, dive_victim, (void *)30);
	CHECK_SURVIVED(&o, SOFT_PANIC_PAGE_FAULT, NULL);
	CHECK_EQ(depth_reached, 31);
}

struct item {
	struct list_head list;
};

static int compare(void *priv, const struct list_head *a,
		   const struct list_head *b)
{
	return victim_read(priv);
}

static long sort_victim(void *arg)
{
	struct item items[8];
	LIST_HEAD(head);
	int i;

	for (i = 0; i < ARRAY_SIZE(items); i++)
		list_add(&items[i].list, &head);
	list_sort(arg, &head, compare);
	return 0;
}

/* The kernel's own functions lie between. */
static void test_through_the_kernel(void)
{
	struct outcome o;

	survive(&o, sort_victim, NULL);
	CHECK_SURVIVED(&o, SOFT_PANIC_PAGE_FAULT, NULL);
	CHECK_EQ(o.ip, victim_read_at);
}

static DEFINE_SPINLOCK(lock);

static bool is_free(void)
{
	bool taken = spin_trylock(&lock);

	if (taken)
		spin_unlock(&lock);
	return taken;
}

DEFER_FN(long, lock_victim, void *, arg)
{
	defer_guard(spinlock_irqsave, &lock);
	CHECK_EQ(!!irqs_disabled(), !IS_ENABLED(CONFIG_PREEMPT_RT));
	CHECK(!is_free());
	return victim_read(arg);
}

/* What a guard holds is given back, and the handler runs without it. */
static void test_lock_held(void)
{
	struct outcome o;

	survive(&o, lock_victim, NULL);
	CHECK_SURVIVED(&o, SOFT_PANIC_PAGE_FAULT, NULL);
	CHECK(is_free());
}

DEFER_FN(long, now_victim, void *, arg)
{
	struct defer *d = defer_call(read_null, arg);

	return defer_now(d);
}

/* A call that is made early is a call. */
static void test_now(void)
{
	struct outcome o;

	survive(&o, now_victim, NULL);
	CHECK_SURVIVED(&o, SOFT_PANIC_PAGE_FAULT, NULL);
	CHECK_EQ(o.ip, victim_read_at);
}

static struct soft_panic *panicking;

static void ask(void *unused)
{
	panicking = soft_panicking();
}

DEFER_FN(long, asking_victim, void *, arg)
{
	defer_call(ask, NULL);
	return victim_read(arg);
}

/* A fault is a panic in flight while calls run, and none afterwards. */
static void test_panicking(void)
{
	struct outcome o;

	panicking = NULL;
	survive(&o, asking_victim, NULL);
	CHECK_SURVIVED(&o, SOFT_PANIC_PAGE_FAULT, NULL);
	CHECK(panicking);
	CHECK(!soft_panicking());
}

const struct fault_case nesting_cases[] = {
	{ "nesting/call_of_return", test_call_of_return },
	{ "nesting/call_of_panic", test_call_of_panic },
	{ "nesting/call_of_exit", test_call_of_exit },
	{ "nesting/call_without_frame", test_call_without_frame },
	{ "nesting/handler", test_handler },
	{ "nesting/call_after_recovery", test_call_after_recovery },
	{ "nesting/inner_recovers", test_inner_recovers },
	{ "nesting/outer_recovers", test_outer_recovers },
	{ "nesting/many_frames", test_many_frames },
	{ "nesting/through_the_kernel", test_through_the_kernel },
	{ "nesting/lock_held", test_lock_held },
	{ "nesting/now", test_now },
	{ "nesting/panicking", test_panicking },
	{}
};
