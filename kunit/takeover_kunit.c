// SPDX-License-Identifier: GPL-2.0
/*
 * A panic that a deferred call raises takes over the loop that was making the call: the
 * stack in between is given back, and no frame is walked twice.
 */
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/sched/task_stack.h>

#include <linux/kdefer.h>

#include "handlers.h"
#include "suite.h"
#include "trace.h"

/* How much stack the deferred calls saw in use. */
static struct {
	unsigned int calls;
	unsigned long first;
	unsigned long lowest;
	unsigned long highest;
} seen;

static void see_stack(void)
{
	unsigned long here = (unsigned long)__builtin_frame_address(0);

	if (!seen.calls++)
		seen.first = here;
	if (seen.calls < 2)
		return;
	seen.lowest = min(seen.lowest, here);
	seen.highest = max(seen.highest, here);
}

static noinline void fail(void *arg)
{
	see_stack();
	soft_panic(-EIO, "call %u", seen.calls);
}

static int init(struct kunit *test)
{
	seen.calls = 0;
	seen.lowest = ULONG_MAX;
	seen.highest = 0;
	return forget(test);
}

#define PANICS 1000

RECOVER_FN(int, panic_in_every_call)
{
	unsigned int i;

	defer_recover();
	for (i = 0; i < PANICS; i++)
		defer_call(fail, NULL);
	return 0;
}

/* A thousand panics, each raised by the call that the one before makes. */
static void a_thousand_panics_need_the_stack_of_two(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, panic_in_every_call(), -EIO);
	KUNIT_EXPECT_EQ(test, seen.calls, PANICS);
	KUNIT_EXPECT_EQ(test, seen.lowest, seen.highest);
	KUNIT_EXPECT_LT(test, seen.first - seen.lowest, 4096UL);
}

/* As fail(), but deep below the deferred call. */
static noinline void fail_deep(void *depth)
{
	if (READ_ONCE(seen.calls) == PANICS)
		return;
	if (depth)
		fail_deep(depth - 1);
	else
		fail(NULL);
	barrier();
}

RECOVER_FN(int, panic_deep_in_every_call)
{
	unsigned int i;

	defer_recover();
	for (i = 0; i < PANICS; i++)
		defer_call(fail_deep, (void *)50);
	return 0;
}

/* What the calls used below themselves is given back as well. */
static void deep_panics_need_no_more_stack(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, panic_deep_in_every_call(), -EIO);
	KUNIT_EXPECT_EQ(test, seen.calls, PANICS);
	KUNIT_EXPECT_EQ(test, seen.lowest, seen.highest);
}

static void look_and_fail(struct soft_panic *p, void *arg)
{
	fail(NULL);
}

static void recover_and_fail(struct soft_panic *p, void *arg)
{
	if (p)
		recover(p, 0);
	fail(NULL);
}

RECOVER_FN(int, panic_in_every_handler)
{
	unsigned int i;

	defer_recover();
	for (i = 0; i < PANICS / 2; i++) {
		defer_recover_with(look_and_fail, NULL);
		defer_recover_with(recover_and_fail, NULL);
	}
	return 0;
}

/* Panics of handlers, recovered or not, are no different. */
static void handlers_that_panic_need_no_more_stack(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, panic_in_every_handler(), -EIO);
	KUNIT_EXPECT_EQ(test, seen.calls, PANICS);
	KUNIT_EXPECT_EQ(test, seen.lowest, seen.highest);
}

/* What a nested panic needs for itself and its calls, with some to spare. */
#define ROOM (IS_ENABLED(CONFIG_KASAN) ? 17800 : 8900)

static unsigned long stack_left(void)
{
	return (unsigned long)__builtin_frame_address(0) -
	       (unsigned long)task_stack_page(current);
}

static unsigned int frames;

DEFER_FN(int, fail_in_each_frame)
{
	frames++;
	defer_call(fail, NULL);
	if (stack_left() > ROOM)
		return fail_in_each_frame() + 1;
	return 0;
}

RECOVER_FN(int, catch_from_each_frame)
{
	defer_recover();
	return fail_in_each_frame();
}

/* A stack full of frames, each with a call that panics, has room for it. */
static void every_frame_may_panic(struct kunit *test)
{
	frames = 0;
	KUNIT_EXPECT_EQ(test, catch_from_each_frame(), -EIO);
	KUNIT_EXPECT_GT(test, frames, 40U);
	KUNIT_EXPECT_EQ(test, seen.calls, frames);
	KUNIT_EXPECT_EQ(test, seen.lowest, seen.highest);
}

static void repanic(struct soft_panic *p, void *arg)
{
	see_stack();
	recover(p, 0);
	soft_repanic(p);
}

RECOVER_FN(int, repanic_in_each_frame)
{
	frames++;
	defer_recover_with(repanic, NULL);
	if (stack_left() > ROOM)
		return repanic_in_each_frame() + 1;
	soft_panic(-EILSEQ, "innermost");
	return 0;
}

RECOVER_FN(int, catch_repanics)
{
	defer_recover();
	return repanic_in_each_frame();
}

/* A panic may be recovered and raised again in every frame on its way. */
static void every_frame_may_repanic(struct kunit *test)
{
	frames = 0;
	KUNIT_EXPECT_EQ(test, catch_repanics(), -EILSEQ);
	KUNIT_EXPECT_GT(test, frames, 18U);
	KUNIT_EXPECT_EQ(test, seen.calls, frames);
	KUNIT_EXPECT_EQ(test, seen.lowest, seen.highest);
}

static struct defer_frame *inner_frame;

static void spoil_inner_frame(void *arg)
{
	memset(inner_frame, 0, sizeof(*inner_frame));
	fail(NULL);
}

DEFER_FN(void, fail_inside)
{
	inner_frame = defer_frame();
	defer_call(say, "inner");
	fail(NULL);
}

RECOVER_FN(int, spoil_what_was_visited)
{
	defer_recover();
	defer_call(say, "outer");
	defer_call(spoil_inner_frame, NULL);
	fail_inside();
	return 0;
}

/*
 * A frame whose calls were made is not looked at again: a newer panic goes on where
 * the older one was. (A frame without its first word would end the machine.)
 */
static void no_frame_is_visited_twice(struct kunit *test)
{
	EXPECT_RUN(test, spoil_what_was_visited(), -EIO, "inner outer");
}

static void spoil_and_leave(void *arg)
{
	memset(inner_frame, 0, sizeof(*inner_frame));
	soft_exit(-EINTR);
}

RECOVER_FN(int, spoil_before_exit)
{
	defer_call(say, "outer");
	defer_call(spoil_and_leave, NULL);
	fail_inside();
	return 0;
}

/* Nor does an exit look at one, when it looks for the function that it leaves. */
static void exits_look_past_what_was_visited(struct kunit *test)
{
	EXPECT_RUN(test, spoil_before_exit(), -EINTR, "inner outer");
}

static struct kunit_case cases[] = {
	KUNIT_CASE(a_thousand_panics_need_the_stack_of_two),
	KUNIT_CASE(deep_panics_need_no_more_stack),
	KUNIT_CASE(handlers_that_panic_need_no_more_stack),
	KUNIT_CASE(every_frame_may_panic),
	KUNIT_CASE(every_frame_may_repanic),
	KUNIT_CASE(no_frame_is_visited_twice),
	KUNIT_CASE(exits_look_past_what_was_visited),
	{},
};

DEFINE_SUITE("kdefer_takeover", .init = init);
