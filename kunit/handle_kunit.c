// SPDX-License-Identifier: GPL-2.0
/*
 * Handles of deferred calls, calls that a helper defers, and what happens when there
 * is no memory for one.
 */
#include <linux/sched.h>

#include <linux/kdefer.h>

#include "endings.h"
#include "heap.h"
#include "suite.h"
#include "trace.h"

ENDING_PARAM;

static int status;

DEFER_FN(int, cancel_middle, enum how, how)
{
	struct defer *d;

	defer_call(say, "first");
	d = defer_call(say, "second");
	defer_call(say, "third");
	status = defer_cancel(d);
	end(how);
	return 0;
}

/* A cancelled call does not run; the others do. */
static void cancelled_calls_do_not_run(struct kunit *test)
{
	const struct ending *e = test->param_value;

	KUNIT_EXPECT_EQ(test, run(cancel_middle, e->how), e->result);
	KUNIT_EXPECT_EQ(test, status, 0);
	EXPECT_TOLD(test, "third first");
}

DEFER_FN(int, make_middle_now, enum how, how)
{
	struct defer *d;

	defer_call(say, "first");
	d = defer_call(say, "second");
	defer_call(say, "third");
	status = defer_now(d);
	say("body");
	end(how);
	return 0;
}

/* A call that was made now is not made again later. */
static void now_runs_a_call_once(struct kunit *test)
{
	const struct ending *e = test->param_value;

	KUNIT_EXPECT_EQ(test, run(make_middle_now, e->how), e->result);
	KUNIT_EXPECT_EQ(test, status, 0);
	EXPECT_TOLD(test, "second body third first");
}

static void look(struct soft_panic *p, void *who)
{
	tell("%s:%s", (char *)who, p ? "panic" : "none");
}

RECOVER_FN(void, make_handler_now)
{
	defer_now(defer_recover_with(look, "handler"));
	say("body");
}

/* A handler that is run now is handed no panic. */
static void now_runs_a_handler_without_a_panic(struct kunit *test)
{
	make_handler_now();
	EXPECT_TOLD(test, "handler:none body");
}

RECOVER_FN(int, cancel_handler)
{
	struct defer *d = defer_recover_with(look, "cancelled");

	defer_cancel(d);
	defer_recover();
	soft_panic(-EIO, "nothing looks at it");
}

/* A cancelled handler does not see a panic. */
static void cancelled_handlers_do_not_run(struct kunit *test)
{
	EXPECT_RUN(test, cancel_handler(), -EIO, "");
}

DEFINE_FREE(tell_long, long, tell("%ld", _T))

/* Takes calls off a list of which two lie in slots and the others on the heap. */
DEFER_FN(int, take_every_other, enum how, how)
{
	struct defer *d[6];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(d); i++)
		d[i] = defer(tell_long, (long)i);
	status = defer_cancel(d[0]) | defer_cancel(d[2]) | defer_cancel(d[4]);
	end(how);
	return 0;
}

/* Any call of a list can be taken off, in any order, wherever its memory is. */
static void handles_find_slots_and_heap(struct kunit *test)
{
	const struct ending *e = test->param_value;
	int result;

	heap_watch(test);
	result = run(take_every_other, e->how);
	heap_watch_end();
	KUNIT_EXPECT_EQ(test, result, e->result);
	KUNIT_EXPECT_EQ(test, status, 0);
	EXPECT_TOLD(test, "5 3 1");
	KUNIT_EXPECT_EQ(test, heap.allocated, heap_blocks(6));
	KUNIT_EXPECT_EQ(test, heap.freed, heap.allocated);
}

DEFER_FN(void, reuse_slot)
{
	struct defer *first = defer_call(say, "first");
	struct defer *second = defer_call(say, "second");
	struct defer *third;

	defer_cancel(first);
	third = defer_call(say, "third");
	status = third != first;
	defer_now(second);
	defer_now(third);
}

/* A call that has the memory of one that is gone has a handle of its own. */
static void reused_memory_has_a_new_handle(struct kunit *test)
{
	reuse_slot();
	KUNIT_EXPECT_TRUE(test, status);
	EXPECT_TOLD(test, "second third");
}

static void count_one(void *n)
{
	++*(unsigned int *)n;
}

#define MANY_TIMES 1000

DEFER_FN(void, defer_and_make_now, unsigned int *, n)
{
	unsigned int i;

	for (i = 0; i < MANY_TIMES; i++)
		defer_now(defer_call(count_one, n));
}

/* The room of a call that is off the list is used again: nothing is allocated. */
static void room_is_used_again(struct kunit *test)
{
	unsigned int n = 0;

	heap_watch(test);
	defer_and_make_now(&n);
	heap_watch_end();
	KUNIT_EXPECT_EQ(test, n, MANY_TIMES);
	KUNIT_EXPECT_EQ(test, heap.allocated, 0);
}

/* A plain function that defers for its caller. */
static noinline struct defer *helper(struct defer_frame *frame, long n)
{
	return defer_to(frame, tell_long, n);
}

DEFER_FN(int, defer_by_helper, enum how, how)
{
	struct defer *d;

	defer_call(say, "own");
	helper(defer_frame(), 1);
	d = helper(defer_frame(), 2);
	helper(defer_frame(), 3);
	defer_cancel(d);
	say("body");
	end(how);
	return 0;
}

/* What a helper defers into a frame runs when the frame's function ends. */
static void helpers_defer_for_their_caller(struct kunit *test)
{
	EXPECT_ENDS(test, defer_by_helper, "body 3 1 own");
}

static void defer_more(void *frame)
{
	say("call");
	defer_to((struct defer_frame *)frame, tell_long, 1L);
}

DEFER_FN(int, defer_into_own_frame, enum how, how)
{
	defer_call(say, "oldest");
	defer_call(defer_more, defer_frame());
	end(how);
	return 0;
}

/* A deferred call may defer into the frame that runs it: that runs next. */
static void a_running_frame_takes_more_calls(struct kunit *test)
{
	EXPECT_ENDS(test, defer_into_own_frame, "call 1 oldest");
}

static int taken;

DEFINE_FREE(give_back, int, tell("-%d", _T); taken--)

/* Takes ten things; there is no memory to remember the cleanup of the last. */
DEFER_FN(int, take_ten)
{
	int i;

	for (i = 1; i <= 10; i++) {
		taken++;
		tell("+%d", i);
		if (i == 10)
			current->fail_nth = 1;
		defer(give_back, i);
	}
	say("not reached");
	return 0;
}

RECOVER_FN(int, catch_take_ten)
{
	defer_recover();
	return take_ten();
}

/*
 * When there is no memory for a deferred call, it is made at once and the function
 * soft panics with -ENOMEM: nothing leaks.
 */
static void no_memory_runs_the_call_at_once(struct kunit *test)
{
	int result;

	taken = 0;
	heap_watch(test);
	result = catch_take_ten();
	heap_watch_end();
	KUNIT_EXPECT_EQ(test, current->fail_nth, 0);
	KUNIT_EXPECT_EQ(test, result, -ENOMEM);
	EXPECT_TOLD(
		test,
		"+1 +2 +3 +4 +5 +6 +7 +8 +9 +10 -10 -9 -8 -7 -6 -5 -4 -3 -2 -1");
	KUNIT_EXPECT_EQ(test, taken, 0);
	KUNIT_EXPECT_EQ(test, heap.allocated, 1);
	KUNIT_EXPECT_EQ(test, heap.freed, heap.allocated);
}

RECOVER_FN(int, no_memory_for_handler)
{
	static const char *const words[] = { "a", "b", "c" };
	unsigned int i, n = ARRAY_SIZE(words);

	/* A loop that is not unrolled is one place of three, and takes their slots. */
	OPTIMIZER_HIDE_VAR(n);
	defer_recover();
	for (i = 0; i < n; i++)
		defer_call(say, (void *)words[i]);
	current->fail_nth = 1;
	defer_recover_with(look, "handler");
	say("not reached");
	return 0;
}

/* A handler for which there is no memory is run at once, without a panic. */
static void no_memory_for_a_handler(struct kunit *test)
{
	EXPECT_RUN(test, no_memory_for_handler(), -ENOMEM,
		   "handler:none c b a");
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(cancelled_calls_do_not_run, ending_gen_params),
	KUNIT_CASE_PARAM(now_runs_a_call_once, ending_gen_params),
	KUNIT_CASE(now_runs_a_handler_without_a_panic),
	KUNIT_CASE(cancelled_handlers_do_not_run),
	KUNIT_CASE_PARAM(handles_find_slots_and_heap, ending_gen_params),
	KUNIT_CASE(reused_memory_has_a_new_handle),
	KUNIT_CASE(room_is_used_again),
	KUNIT_CASE_PARAM(helpers_defer_for_their_caller, ending_gen_params),
	KUNIT_CASE_PARAM(a_running_frame_takes_more_calls, ending_gen_params),
	KUNIT_CASE(no_memory_runs_the_call_at_once),
	KUNIT_CASE(no_memory_for_a_handler),
	{},
};

DEFINE_SUITE("kdefer_handle", .init = forget);
