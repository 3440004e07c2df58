// SPDX-License-Identifier: GPL-2.0
/*
 * Mistakes of a caller: each kind is warned about once, and harms nothing.
 *
 * In a module of its own, as the warnings would spoil the log of the others.
 */
#include <linux/interrupt.h>
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/sched/task_stack.h>

#include <linux/kdefer.h>

#include "handlers.h"
#include "printed.h"
#include "suite.h"
#include "trace.h"

static noinline void fail(int err)
{
	soft_panic(err, "failed");
}

RECOVER_FN(int, catch_errno, int, err)
{
	defer_recover();
	fail(err);
	return 0;
}

/* An errno that is none counts as -EINVAL; the limits are errnos. */
static void a_panic_needs_an_errno(struct kunit *test)
{
	static const int wrong[] = {
		0, 5, -5000, -MAX_ERRNO - 1, INT_MIN, INT_MAX,
	};
	unsigned int i;

	printed_watch();
	KUNIT_EXPECT_EQ(test, catch_errno(-1), -1);
	KUNIT_EXPECT_EQ(test, catch_errno(-MAX_ERRNO), -MAX_ERRNO);
	for (i = 0; i < ARRAY_SIZE(wrong); i++)
		KUNIT_EXPECT_EQ_MSG(test, catch_errno(wrong[i]), -EINVAL,
				    "soft_panic(%d)", wrong[i]);
	printed_read();
	EXPECT_WARNED(test, "soft_panic() without a negative errno", "fail");
}

DEFINE_FREE(tell_long, long, tell("freed:%ld", _T))

static struct defer_frame *frame;

DEFER_FN(void, keep_frame, bool, do_fail)
{
	frame = defer_frame();
	if (do_fail)
		fail(-EIO);
}

RECOVER_FN(int, defer_to_returned)
{
	defer_recover();
	keep_frame(false);
	defer_to(frame, tell_long, 1L);
	say("not-reached");
	return 0;
}

/* Has stack for itself that it does not touch: what was there is there still. */
static noinline void defer_from_below(void)
{
	char room[2048] __attribute__((__uninitialized__));

	barrier_data(room);
	defer_to(frame, tell_long, 5L);
	say("not-reached");
}

RECOVER_FN(int, defer_up_to_returned)
{
	defer_recover();
	keep_frame(false);
	defer_from_below();
	return 0;
}

RECOVER_FN(int, keep_recovered_frame)
{
	frame = defer_frame();
	defer_recover();
	fail(-EIO);
	return 0;
}

RECOVER_FN(int, defer_up_to_recovered)
{
	defer_recover();
	keep_recovered_frame();
	defer_from_below();
	return 0;
}

static void defer_to_frame(void *arg)
{
	defer_to(frame, tell_long, 2L);
	say("not-reached");
}

RECOVER_FN(int, defer_to_passed)
{
	defer_recover();
	defer_call(defer_to_frame, NULL);
	keep_frame(true);
	return 0;
}

RECOVER_FN(int, defer_to_nothing)
{
	defer_recover();
	defer_to((struct defer_frame *)NULL, tell_long, 3L);
	say("not-reached");
	return 0;
}

RECOVER_FN(int, defer_to_no_frame)
{
	unsigned long not_a_frame[16] = {};

	defer_recover();
	defer_to((struct defer_frame *)not_a_frame, tell_long, 4L);
	say("not-reached");
	return 0;
}

/* So far up that only the first words of a frame would be on the stack. */
RECOVER_FN(int, defer_to_the_end_of_the_stack)
{
	void *end = task_stack_page(current) + THREAD_SIZE;

	defer_recover();
	defer_to((struct defer_frame *)(end - 8), tell_long, 6L);
	say("not-reached");
	return 0;
}

/*
 * What is deferred into a function that is gone, by return or by a panic that has
 * passed it, is freed at once, and the caller soft panics.
 */
static void dead_functions_take_no_calls(struct kunit *test)
{
	printed_watch();
	KUNIT_EXPECT_EQ(test, defer_to_returned(), -EINVAL);
	KUNIT_EXPECT_EQ(test, defer_to_passed(), -EINVAL);
	KUNIT_EXPECT_EQ(test, defer_up_to_returned(), -EINVAL);
	KUNIT_EXPECT_EQ(test, defer_up_to_recovered(), -EINVAL);
	KUNIT_EXPECT_EQ(test, defer_to_nothing(), -EINVAL);
	KUNIT_EXPECT_EQ(test, defer_to_no_frame(), -EINVAL);
	KUNIT_EXPECT_EQ(test, defer_to_the_end_of_the_stack(), -EINVAL);
	printed_read();
	EXPECT_TOLD(test,
		    "freed:1 freed:2 freed:5 freed:5 freed:3 freed:4 freed:6");
	EXPECT_WARNED(test, "defer into a function that has returned",
		      "__kdefer_body_defer_to_returned");
}

static int status[5];
static struct defer *foreign;

DEFER_FN(void, try_foreign, int (*)(struct defer_frame *, struct defer *),
	 action)
{
	defer_call(say, "own");
	status[3] = action(defer_frame(), foreign);
}

/* Applies defer_cancel() or defer_now() to handles that are no longer good. */
DEFER_FN(void, use_stale_handles, int (*)(struct defer_frame *, struct defer *),
	 action)
{
	struct defer *ran = defer_call(say, "ran");
	struct defer *cancelled, *reused;

	defer_now(ran);
	status[0] = action(defer_frame(), ran);
	cancelled = defer_call(say, "cancelled");
	defer_cancel(cancelled);
	status[1] = action(defer_frame(), cancelled);
	/* The same memory. */
	reused = defer_call(say, "reused");
	status[2] = action(defer_frame(), ran) |
		    action(defer_frame(), cancelled);
	foreign = reused;
	try_foreign(action);
	status[4] = action(defer_frame(), NULL);
}

static int cancel(struct defer_frame *frame, struct defer *d)
{
	return __kdefer_cancel(frame, d);
}

static int make_now(struct defer_frame *frame, struct defer *d)
{
	return __kdefer_now(frame, d);
}

static void expect_no_entry(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(status); i++)
		KUNIT_EXPECT_EQ_MSG(test, status[i], -ENOENT, "handle %u", i);
	EXPECT_TOLD(test, "ran own reused");
}

/*
 * A call that ran, was cancelled, or is another function's cannot be cancelled, nor
 * can the call that has its memory now be by its handle.
 */
static void stale_handles_cancel_nothing(struct kunit *test)
{
	printed_watch();
	use_stale_handles(cancel);
	printed_read();
	expect_no_entry(test);
	EXPECT_WARNED(test, "defer_cancel() of a call that is not pending",
		      "cancel");
}

/* Nor can it be made now. */
static void stale_handles_run_nothing(struct kunit *test)
{
	printed_watch();
	use_stale_handles(make_now);
	printed_read();
	expect_no_entry(test);
	EXPECT_WARNED(test, "defer_now() of a call that is not pending",
		      "make_now");
}

static void recover_null(struct soft_panic *p, void *arg)
{
	recover(NULL, 1);
}

static struct soft_panic *stale;

static void keep_and_recover(struct soft_panic *p, void *arg)
{
	stale = p;
	recover(p, 0);
}

static void recover_stale(struct soft_panic *p, void *arg)
{
	recover(stale, 1);
}

static void recover_in_plain_call(void *arg)
{
	recover(soft_panicking(), 1);
}

static struct soft_panic *outer_panic;

static void recover_outer(struct soft_panic *p, void *arg)
{
	recover(outer_panic, 1);
}

RECOVER_FN(int, fail_again)
{
	defer_recover();
	defer_recover_with(recover_outer, NULL);
	fail(-ENXIO);
	return 0;
}

static void fail_and_recover_outer(struct soft_panic *p, void *arg)
{
	outer_panic = p;
	tell("inner:%d", fail_again());
}

DEFER_FN(void, defer_recover_outer)
{
	defer_call(recover_in_plain_call, NULL);
}

static void recover_in_call_of_callee(struct soft_panic *p, void *arg)
{
	defer_recover_outer();
}

static void recover_from_tasklet(struct tasklet_struct *tasklet)
{
	recover(outer_panic, 1);
}

static DECLARE_TASKLET(tasklet, recover_from_tasklet);

static void recover_in_interrupt(struct soft_panic *p, void *arg)
{
	outer_panic = p;
	local_bh_disable();
	tasklet_schedule(&tasklet);
	local_bh_enable();
}

RECOVER_FN(int, keep_stale)
{
	defer_recover_with(keep_and_recover, NULL);
	fail(-EIO);
	return 0;
}

RECOVER_FN(int, fail_with_handler, void (*)(struct soft_panic *, void *),
	   handler)
{
	defer_recover();
	defer_recover_with(look, "s");
	defer_recover_with(handler, NULL);
	fail(-EIO);
	return 0;
}

RECOVER_FN(int, fail_with_call, void (*)(void *), call)
{
	defer_recover();
	defer_recover_with(look, "s");
	defer_call(call, NULL);
	fail(-EIO);
	return 0;
}

/*
 * Only the handler that was handed a panic can recover it: not one that names
 * another, an older or no panic, not a plain deferred call, not an interrupt.
 */
static void only_its_handler_recovers_a_panic(struct kunit *test)
{
	keep_stale();
	printed_watch();
	KUNIT_EXPECT_EQ(test, fail_with_handler(recover_null), -EIO);
	KUNIT_EXPECT_EQ(test, fail_with_handler(recover_stale), -EIO);
	KUNIT_EXPECT_EQ(test, fail_with_call(recover_in_plain_call), -EIO);
	KUNIT_EXPECT_EQ(test, fail_with_handler(fail_and_recover_outer), -EIO);
	KUNIT_EXPECT_EQ(test, fail_with_handler(recover_in_call_of_callee),
			-EIO);
	KUNIT_EXPECT_EQ(test, fail_with_handler(recover_in_interrupt), -EIO);
	printed_read();
	EXPECT_TOLD(test, "s:-5 s:-5 s:-5 inner:-6 s:-5 s:-5 s:-5");
	EXPECT_WARNED(test, "recover() of a panic that was not handed here",
		      "recover_null");
}

static void recover_twice(struct soft_panic *p, void *arg)
{
	recover(p, 1);
	recover(p, 2);
	recover(p, 3);
}

/* The first recover() of a panic counts, the others change nothing. */
static void a_panic_is_recovered_once(struct kunit *test)
{
	printed_watch();
	KUNIT_EXPECT_EQ(test, fail_with_handler(recover_twice), 1);
	printed_read();
	EXPECT_TOLD(test, "s:0");
	EXPECT_WARNED(test, "recover() twice", "recover_twice");
}

RECOVER_FN(int, repanic_of_nothing)
{
	defer_recover();
	soft_repanic(NULL);
}

/* soft_repanic() of no panic is one with -EINVAL. */
static void a_repanic_needs_a_panic(struct kunit *test)
{
	printed_watch();
	KUNIT_EXPECT_EQ(test, repanic_of_nothing(), -EINVAL);
	KUNIT_EXPECT_EQ(test, repanic_of_nothing(), -EINVAL);
	printed_read();
	EXPECT_WARNED(test, "soft_repanic() of no panic",
		      "__kdefer_body_repanic_of_nothing");
}

static struct kunit_case cases[] = {
	KUNIT_CASE(a_panic_needs_an_errno),
	KUNIT_CASE(dead_functions_take_no_calls),
	KUNIT_CASE(stale_handles_cancel_nothing),
	KUNIT_CASE(stale_handles_run_nothing),
	KUNIT_CASE(only_its_handler_recovers_a_panic),
	KUNIT_CASE(a_panic_is_recovered_once),
	KUNIT_CASE(a_repanic_needs_a_panic),
	{},
};

DEFINE_SUITE("kdefer_misuse", .init = forget);

MODULE_DESCRIPTION("KUnit suites of kdefer that make it warn");
MODULE_AUTHOR("The kdefer developers");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
