// SPDX-License-Identifier: GPL-2.0
/*
 * The way outwards: through plain functions, through other gates, through the kernel's
 * own code, and from each kind of entry point.
 */
#include <linux/bsearch.h>
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/list_sort.h>
#include <linux/notifier.h>
#include <linux/sched.h>
#include <linux/sort.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#include <linux/kdefer.h>

#include "handlers.h"
#include "suite.h"
#include "trace.h"

/* The compiler is not to know that everything here fails. */
static bool failing = true;

static noinline int fail(void)
{
	if (READ_ONCE(failing))
		soft_panic(-EIO, "failed");
	return 0;
}

static const unsigned int depths[] = { 0, 1, 2, 3, 10, 100 };

static void describe_depth(const unsigned int *depth, char *text)
{
	snprintf(text, KUNIT_PARAM_DESC_SIZE, "%u", *depth);
}

KUNIT_ARRAY_PARAM(depth, depths, describe_depth);

static noinline int descend(unsigned int depth)
{
	return depth ? descend(depth - 1) + 1 : fail();
}

RECOVER_FN(int, catch_from_below, unsigned int, depth)
{
	defer_recover();
	return descend(depth);
}

/* Plain functions in between, however many, are left without a trace. */
static void plain_functions_are_left(struct kunit *test)
{
	const unsigned int *depth = test->param_value;

	KUNIT_EXPECT_EQ(test, catch_from_below(*depth), -EIO);
}

static unsigned int visited;
static unsigned int disorder;

static void visit(unsigned int depth)
{
	if (depth != visited++)
		disorder++;
}

DEFINE_FREE(visit, unsigned int, visit(_T))

/* Every other frame has a plain function above it. */
static noinline int call_plainly(int (*function)(unsigned int),
				 unsigned int depth)
{
	return function(depth) + 1;
}

DEFER_FN(int, descend_gates, unsigned int, depth)
{
	defer(visit, depth);
	if (!depth)
		return fail();
	if (depth % 2)
		return call_plainly(descend_gates, depth - 1) + 1;
	return descend_gates(depth - 1) + 1;
}

#define GATES 40

RECOVER_FN(int, catch_from_gates)
{
	defer_recover();
	return descend_gates(GATES - 1);
}

/* No frame is passed by: each of a deep stack runs its calls, innermost first. */
static void every_frame_is_visited(struct kunit *test)
{
	visited = 0;
	disorder = 0;
	KUNIT_EXPECT_EQ(test, catch_from_gates(), -EIO);
	KUNIT_EXPECT_EQ(test, visited, GATES);
	KUNIT_EXPECT_EQ(test, disorder, 0);
}

/* A RECOVER_FN that calls itself; one frame in the middle recovers. */
RECOVER_FN(int, descend_recover, unsigned int, depth)
{
	if (depth == GATES / 2)
		defer_recover();
	else
		defer_recover_with(look, "x");
	return depth ? descend_recover(depth - 1) + 1 : fail();
}

/* In a recursion it is the frame that recovers which returns, not another one. */
static void recursion_recovers_in_its_frame(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, descend_recover(GATES / 2), -EIO);
	forget(test);
	KUNIT_EXPECT_EQ(test, descend_recover(GATES / 2 + 1), -EIO + 1);
}

struct item {
	struct list_head list;
	int key;
};

DEFER_FN(int, compare_items, void *, priv, const struct list_head *, a,
	 const struct list_head *, b)
{
	defer_call(say, "list_sort");
	return fail();
}

DEFER_FN(int, compare_keys, const void *, a, const void *, b)
{
	defer_call(say, "compare");
	return fail();
}

DEFER_FN(int, notify, struct notifier_block *, nb, unsigned long, action,
	 void *, data)
{
	defer_call(say, "notify");
	fail();
	return NOTIFY_OK;
}

static void through_list_sort(void)
{
	LIST_HEAD(list);
	struct item a, b;

	list_add(&a.list, &list);
	list_add(&b.list, &list);
	list_sort(NULL, &list, compare_items);
}

static void through_sort(void)
{
	int keys[] = { 3, 1, 2 };

	sort(keys, ARRAY_SIZE(keys), sizeof(*keys), compare_keys, NULL);
}

static void through_bsearch(void)
{
	static const int keys[] = { 1, 2, 3 };
	int key = 2;

	if (bsearch(&key, keys, ARRAY_SIZE(keys), sizeof(*keys), compare_keys))
		say("found");
}

static void through_notifiers(void)
{
	RAW_NOTIFIER_HEAD(head);
	struct notifier_block nb = { .notifier_call = notify };

	raw_notifier_chain_register(&head, &nb);
	raw_notifier_call_chain(&head, 0, NULL);
}

static const struct foreign {
	const char *name;
	void (*call)(void);
	const char *told;
} foreign[] = {
	{ "list_sort", through_list_sort, "list_sort" },
	{ "sort", through_sort, "compare" },
	{ "bsearch", through_bsearch, "compare" },
	{ "raw_notifier_call_chain", through_notifiers, "notify" },
};

NAMED_PARAM(foreign, foreign);

RECOVER_FN(int, catch_through, void (*)(void), call)
{
	defer_recover();
	call();
	say("not-reached");
	return 0;
}

/* The kernel's functions are passed like any other that holds nothing. */
static void kernel_functions_are_left(struct kunit *test)
{
	const struct foreign *f = test->param_value;

	EXPECT_RUN(test, catch_through(f->call), -EIO, f->told);
}

RECOVER_FN(int, notify_safely, struct notifier_block *, nb, unsigned long,
	   action, void *, data)
{
	defer_recover_with(stop, "notify");
	fail();
	return NOTIFY_OK;
}

static BLOCKING_NOTIFIER_HEAD(blocking);
static struct srcu_notifier_head srcu_head;

/* A callback that recovers lets a caller that holds a lock go on and let go. */
static void callbacks_recover_for_their_caller(struct kunit *test)
{
	struct notifier_block nb = { .notifier_call = notify_safely };
	struct notifier_block nb_srcu = { .notifier_call = notify_safely };

	stop_result = NOTIFY_BAD;
	blocking_notifier_chain_register(&blocking, &nb);
	KUNIT_EXPECT_EQ(test, blocking_notifier_call_chain(&blocking, 0, NULL),
			NOTIFY_BAD);
	blocking_notifier_chain_unregister(&blocking, &nb);

	srcu_init_notifier_head(&srcu_head);
	srcu_notifier_chain_register(&srcu_head, &nb_srcu);
	KUNIT_EXPECT_EQ(test, srcu_notifier_call_chain(&srcu_head, 0, NULL),
			NOTIFY_BAD);
	srcu_notifier_chain_unregister(&srcu_head, &nb_srcu);
	srcu_cleanup_notifier_head(&srcu_head);
	EXPECT_TOLD(test, "notify:-5 notify:-5");
	KUNIT_EXPECT_EQ(test, lockdep_depth(current), 0);
}

static DECLARE_COMPLETION(entered);

static void complete_deferred(void *c)
{
	complete(c);
}

/* clang-format off */

/* What each entry point does: it fails below, and tells that it is done. */
#define ENTRY(name)						\
	do {							\
		defer_call(complete_deferred, &entered);	\
		defer_recover_with(stop, name);			\
		defer_call(say, "entered");			\
		descend(3);					\
	} while (0)

/* clang-format on */

RECOVER_FN(int, thread_entry, void *, data)
{
	ENTRY("kthread");
	return 0;
}

RECOVER_FN(void, work_entry, struct work_struct *, work)
{
	ENTRY("work");
}

RECOVER_FN(void, timer_entry, struct timer_list *, timer)
{
	ENTRY("timer");
}

RECOVER_FN(void, tasklet_entry, struct tasklet_struct *, tasklet)
{
	ENTRY("tasklet");
}

static DECLARE_WORK(work, work_entry);
static DEFINE_TIMER(timer, timer_entry);
static DECLARE_TASKLET(tasklet, tasklet_entry);

static void start_kthread(void)
{
	kthread_run(thread_entry, NULL, "kdefer_kunit");
}

static void start_work(void)
{
	schedule_work(&work);
}

static void start_timer(void)
{
	mod_timer(&timer, jiffies);
}

static void start_tasklet(void)
{
	tasklet_schedule(&tasklet);
}

static const struct entry {
	const char *name;
	void (*start)(void);
} entries[] = {
	{ "kthread", start_kthread },
	{ "work", start_work },
	{ "timer", start_timer },
	{ "tasklet", start_tasklet },
};

NAMED_PARAM(entry, entries);

/* A RECOVER_FN is a callback of the type that it has, in whatever context. */
static void a_callback_is_an_entry_point(struct kunit *test)
{
	const struct entry *e = test->param_value;
	char expected[32];

	reinit_completion(&entered);
	e->start();
	KUNIT_ASSERT_NE(test, wait_for_completion_timeout(&entered, HZ), 0UL);
	snprintf(expected, sizeof(expected), "entered %s:-5", e->name);
	EXPECT_TOLD(test, expected);
	flush_work(&work);
	timer_delete_sync(&timer);
	tasklet_kill(&tasklet);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(plain_functions_are_left, depth_gen_params),
	KUNIT_CASE(every_frame_is_visited),
	KUNIT_CASE(recursion_recovers_in_its_frame),
	KUNIT_CASE_PARAM(kernel_functions_are_left, foreign_gen_params),
	KUNIT_CASE(callbacks_recover_for_their_caller),
	KUNIT_CASE_PARAM(a_callback_is_an_entry_point, entry_gen_params),
	{},
};

DEFINE_SUITE("kdefer_unwind", .init = forget);
