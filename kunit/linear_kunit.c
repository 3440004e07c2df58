// SPDX-License-Identifier: GPL-2.0
/*
 * What many panics cost together: the frames that they go through, as the module
 * counts them, are in proportion to the panics and frames, and the stack that they use
 * does not grow.
 */
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/sched/task_stack.h>

#include <linux/kdefer.h>

#include "frames.h"
#include "suite.h"

/* What a run of so many, or so deep, did. */
struct cost {
	long frames;
	unsigned int calls;
	unsigned int depth;
	unsigned long first;
	unsigned long lowest;
};

static struct cost now;

/* In a deferred call. The first is on top of what gave up, all others on one place. */
static void see_stack(void)
{
	unsigned long here = (unsigned long)__builtin_frame_address(0);

	if (!now.calls++)
		now.first = here;
	now.lowest = min(now.lowest, here);
}

static struct cost cost_of(int (*run)(unsigned int n), unsigned int n)
{
	long before;

	memset(&now, 0, sizeof(now));
	now.lowest = ULONG_MAX;
	before = frames_counted();
	run(n);
	now.frames = before < 0 ? -1 : frames_counted() - before;
	return now;
}

static void expect_same_stack(struct kunit *test, const struct cost *few,
			      const struct cost *most)
{
	KUNIT_EXPECT_EQ(test, few->first - few->lowest,
			most->first - most->lowest);
}

static void expect_cost_of_many(struct kunit *test, int (*run)(unsigned int n))
{
	struct cost few = cost_of(run, 10);
	struct cost more = cost_of(run, 100);
	struct cost most = cost_of(run, 1000);

	KUNIT_EXPECT_EQ(test, few.calls, 10U);
	KUNIT_EXPECT_EQ(test, most.calls, 1000U);
	expect_linear(test, few.frames, more.frames, most.frames);
	expect_same_stack(test, &few, &most);
}

static void fail(void *unused)
{
	see_stack();
	soft_panic(-EIO, "call %u", now.calls);
}

static void repanic(struct soft_panic *p, void *unused)
{
	see_stack();
	recover(p, 0);
	soft_repanic(p);
}

static void leave(void *unused)
{
	see_stack();
	soft_exit(0);
}

RECOVER_FN(int, repanic_often, unsigned int, n)
{
	defer_recover();
	while (n--)
		defer_recover_with(repanic, NULL);
	soft_panic(-EIO, "first");
}

RECOVER_FN(int, fail_often, unsigned int, n)
{
	defer_recover();
	while (n--)
		defer_call(fail, NULL);
	soft_panic(-EIO, "first");
}

RECOVER_FN(int, leave_often, unsigned int, n)
{
	while (n--)
		defer_call(leave, NULL);
	soft_exit(0);
}

/* A panic that is recovered and raised again ten, a hundred, a thousand times. */
static void chain_of_repanics(struct kunit *test)
{
	expect_cost_of_many(test, repanic_often);
}

/* As many panics, each raised by the call that the one before makes. */
static void chain_of_panics(struct kunit *test)
{
	expect_cost_of_many(test, fail_often);
}

/* And as many exits. */
static void chain_of_exits(struct kunit *test)
{
	expect_cost_of_many(test, leave_often);
}

/* What a nested panic and its calls need, with some to spare. */
#define ROOM 8900

static unsigned long stack_left(void)
{
	return (unsigned long)__builtin_frame_address(0) -
	       (unsigned long)task_stack_page(current);
}

DEFER_FN(int, fail_in_each_frame, unsigned int, n)
{
	now.depth++;
	defer_call(fail, NULL);
	if (n > 1 && stack_left() > ROOM)
		return fail_in_each_frame(n - 1) + 1;
	soft_panic(-EIO, "first");
}

RECOVER_FN(int, catch_from_each_frame, unsigned int, n)
{
	defer_recover();
	return fail_in_each_frame(n);
}

DEFER_FN(int, leave_in_each_frame, unsigned int, n)
{
	now.depth++;
	defer_call(leave, NULL);
	if (n > 1 && stack_left() > ROOM)
		return leave_in_each_frame(n - 1) + 1;
	soft_exit(0);
}

RECOVER_FN(int, leave_from_each_frame, unsigned int, n)
{
	return leave_in_each_frame(n);
}

/* From the deepest stack to the one of a tenth, as far as there is room. */
static void expect_cost_of_depth(struct kunit *test, int (*run)(unsigned int n),
				 unsigned int depth)
{
	unsigned int tenth = depth / 10;
	struct cost few = cost_of(run, 1 + tenth / 10);
	struct cost more = cost_of(run, 1 + tenth);
	struct cost most = cost_of(run, 1 + depth);

	if (most.depth <= depth)
		kunit_skip(test,
			   "no room for %u frames on a stack of %lu bytes",
			   depth, (unsigned long)THREAD_SIZE);
	KUNIT_EXPECT_EQ(test, most.calls, 1 + depth);
	expect_linear(test, few.frames, more.frames, most.frames);
	expect_same_stack(test, &few, &most);
}

/* A hundred frames, in each a deferred call that panics. */
static void panics_in_every_frame(struct kunit *test)
{
	expect_cost_of_depth(test, catch_from_each_frame, 100);
}

/* A hundred frames, in each a deferred call that exits. */
static void exits_in_every_frame(struct kunit *test)
{
	expect_cost_of_depth(test, leave_from_each_frame, 100);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(chain_of_repanics),	  KUNIT_CASE(chain_of_panics),
	KUNIT_CASE(chain_of_exits),	  KUNIT_CASE(panics_in_every_frame),
	KUNIT_CASE(exits_in_every_frame), {},
};

DEFINE_SUITE("kdefer_linear");
