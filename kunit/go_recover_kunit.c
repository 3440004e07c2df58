// SPDX-License-Identifier: GPL-2.0
/*
 * Which handler is handed the panic, what stops it, and what the function returns.
 */
#include <linux/string.h>

#include "go_kunit.h"
#include "suite.h"

/* A handler with everything in it that must not, and the one thing that must. */
RECOVER_FN(void, only_once, struct soft_panic *, p, void *, depth)
{
	if (depth) {
		look(p, NULL);
		return;
	}
	helper_that_would_take();
	defer_recover_with(only_once, WORD(1));
	take(p, WORD(5));
	note(soft_panicking() ? "in flight" : "over");
}

RECOVER_FN(int, four_defers)
{
	defer_recover_with(take, NULL);
	defer(step, 1);
	defer(step, 2);
	defer_recover_with(only_once, NULL);
	raise_value(1);
}

/*
 * R01 R02: the deferred function itself gets the panic, once; a helper that it calls
 * does not, nor does the function itself in another role, nor what comes later.
 */
static void only_the_deferred_function_recovers(struct kunit *test)
{
	EXPECT_RUN(test, four_defers(), 5, "<nil> took:1 over <nil> 2 1 <nil>");
}

static void take_blindly(struct soft_panic *p, void *result)
{
	if (p)
		recover(p, result);
}

RECOVER_FN(int, squelched)
{
	defer_recover_with(take, WORD(9));
	defer_recover_with(take_blindly, WORD(4));
	raise_value(1);
}

/* R04: a panic that is recovered without a look at it is over as well. */
static void recovery_needs_no_look_at_the_panic(struct kunit *test)
{
	EXPECT_RUN(test, squelched(), 4, "<nil>");
}

static void recover_late(void *p)
{
	note("late");
	recover(p, 6);
}

DEFER_FN(void, defers_its_recover, struct soft_panic *, p, void *, arg)
{
	if (p)
		defer_call(recover_late, p);
	note("handler");
}

RECOVER_FN(int, recovered_by_a_deferred_recover)
{
	defer_recover_with(take, WORD(9));
	defer_recover_with(defers_its_recover, NULL);
	raise_value(1);
}

/* R05 R23: a handler may defer its recover(); it counts as made by the handler. */
static void handler_may_defer_its_recover(struct kunit *test)
{
	EXPECT_RUN(test, recovered_by_a_deferred_recover(), 6,
		   "handler late <nil>");
}

RECOVER_FN(void, recovers_a_newer_one_first, struct soft_panic *, p, void *,
	   arg)
{
	defer_call(recover_late, p);
	defer_recover_with(take, NULL);
	raise_value(3);
}

RECOVER_FN(int, two_panics_one_handler)
{
	defer_recover_with(take, WORD(9));
	defer_recover_with(recovers_a_newer_one_first, NULL);
	raise_value(2);
}

/* R24: the deferred recover() comes after a newer panic was raised and recovered. */
static void deferred_recover_takes_the_older_panic(struct kunit *test)
{
	EXPECT_RUN(test, two_panics_one_handler(), 6, "took:3 late <nil>");
}

struct
try {
	int state;
	int result;
};

static void finish_try(struct soft_panic *p, void *arg)
{
	struct try *try = arg;

	if (p) {
		try->state = panic_value(p);
		recover(p, -20);
	} else {
		try->state++;
	}
}

RECOVER_FN(int, try, struct try *, try, int, path)
{
	defer_recover_with(finish_try, try);
	if (path == 1)
		return 10;
	if (path == 2)
		raise_value(55);
	try->state = 40;
	return 30;
}

/* R06 F26: the handler decides the result; on a plain return the body has. */
static void handler_sets_the_result(struct kunit *test)
{
	static const struct {
		int path, result, state;
	} rows[] = {
		{ 1, 10, 1 },
		{ 2, -20, 55 },
		{ 3, 30, 41 },
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct try t = {};

		KUNIT_EXPECT_EQ_MSG(test, try(&t, rows[i].path), rows[i].result,
				    "row %d", i);
		KUNIT_EXPECT_EQ_MSG(test, t.state, rows[i].state, "row %d", i);
	}
}

static noinline void take_with_a_large_frame(struct soft_panic *p, void *result)
{
	unsigned char pattern[1024];
	int i, sum = 0;

	memset(pattern, 3, sizeof(pattern));
	OPTIMIZER_HIDE_VAR(pattern[0]);
	take(p, result);
	for (i = 0; i < sizeof(pattern); i++)
		sum += pattern[i];
	note("%d", sum);
}

RECOVER_FN(int, large_handlers)
{
	defer_recover_with(take_with_a_large_frame, WORD(2));
	defer_recover_with(take_with_a_large_frame, WORD(3));
	raise_value(1);
}

/* R07: the size of a handler's frame makes no difference. */
static void handler_with_a_large_frame_recovers(struct kunit *test)
{
	EXPECT_RUN(test, large_handlers(), 3, "took:1 3072 <nil> 3072");
}

RECOVER_FN(int, recovers_in_the_middle)
{
	int i;

	for (i = 0; i < 6; i++) {
		defer(step, i);
		if (i == 3)
			defer_recover_with(take, WORD(1));
	}
	raise_value(8);
}

/* R08 R22: the earlier calls of the recovering function still run. */
static void earlier_defers_run_after_the_recovery(struct kunit *test)
{
	EXPECT_RUN(test, recovers_in_the_middle(), 1, "5 4 took:8 3 2 1 0");
}

struct list {
	int *sum;
	int values[3];
};

static void sum_and_take(struct soft_panic *p, void *arg)
{
	struct list *list = arg;

	*list->sum = list->values[0] + list->values[1] + list->values[2];
	if (!p)
		return;
	*list->sum += 100;
	recover(p, 0);
}

RECOVER_FN(void, sum_of_list, struct list *, list, bool, give_up)
{
	defer_recover_with(sum_and_take, list);
	if (give_up)
		raise_value(1);
}

/* R09: a call with many arguments recovers, and answers through one of them. */
static void handler_answers_through_its_argument(struct kunit *test)
{
	int sum = 0;
	struct list with = { &sum, { 1, 2, 3 } },
		    without = { &sum, { 4, 5, 6 } };

	sum_of_list(&with, true);
	KUNIT_EXPECT_EQ(test, sum, 106);
	sum_of_list(&without, false);
	KUNIT_EXPECT_EQ(test, sum, 15);
}

/* What is called through a table of functions, as an interface's method is. */
struct operations {
	void (*close)(struct soft_panic *p, void *arg);
};

static void take_by_helper(struct soft_panic *p, void *result)
{
	helper_that_would_take();
}

/* A thunk stands between the module and the function that means it. */
static noinline void thunk(struct soft_panic *p, void *operations)
{
	((const struct operations *)operations)->close(p, WORD(8));
	note("thunk");
}

static noinline void thunk_of_thunk(struct soft_panic *p, void *operations)
{
	thunk(p, operations);
	note("outer");
}

RECOVER_FN(void, newer_panic_inside)
{
	defer_recover_with(take, NULL);
	raise_value(4);
}

static void take_after_a_newer_panic(struct soft_panic *p, void *result)
{
	newer_panic_inside();
	take(p, result);
}

static const struct operations takes = { take };
static const struct operations takes_by_helper = { take_by_helper };
static const struct operations takes_after_another = {
	take_after_a_newer_panic
};

RECOVER_FN(int, panic_with_handler, void (*)(struct soft_panic *p, void *arg),
	   handler, const void *, arg)
{
	defer_recover_with(take, WORD(1));
	defer_recover_with(handler, (void *)arg);
	raise_value(2);
}

/* R10: a method called through a table recovers; a helper of it does not. */
static void method_recovers_and_its_helper_does_not(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, panic_with_handler(takes.close, WORD(7)), 7);
	note("|");
	EXPECT_RUN(test, panic_with_handler(takes_by_helper.close, NULL), 1,
		   "took:2 <nil> | <nil> took:2");
}

/* R11 R12: the same through thunks, which are transparent. */
static void thunks_are_transparent(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, panic_with_handler(thunk, &takes), 8);
	note("|");
	EXPECT_RUN(test, panic_with_handler(thunk_of_thunk, &takes), 8,
		   "took:2 thunk <nil> | took:2 thunk outer <nil>");
}

/* R13: a panic that came and went below a thunk leaves the older one takeable. */
static void thunk_survives_a_newer_panic(struct kunit *test)
{
	EXPECT_RUN(test, panic_with_handler(thunk, &takes_after_another), 8,
		   "took:4 took:2 thunk <nil>");
}

/* R18 F50 F51 F52: what a handler calls last is a helper still, thunks or not. */
static void helper_in_tail_position_does_not_recover(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, panic_with_handler(take_by_helper, NULL), 1);
	note("|");
	KUNIT_EXPECT_EQ(test, panic_with_handler(thunk, &takes_by_helper), 1);
	note("|");
	EXPECT_RUN(
		test, panic_with_handler(thunk_of_thunk, &takes_by_helper), 1,
		"<nil> took:2 | <nil> thunk took:2 | <nil> thunk outer took:2");
}

RECOVER_FN(long, result_of_nothing)
{
	defer_recover_with(take, NULL);
	raise_value(1);
}

static void take_with_the_word_at(struct soft_panic *p, void *result)
{
	if (p)
		recover(p, *(long *)result);
}

static noinline void give_up_at(long *progress, long last)
{
	for (;;)
		if (++*progress == last)
			raise_value(1);
}

RECOVER_FN(long, result_so_far, long, last)
{
	long progress = 0;

	defer_recover_with(take_with_the_word_at, &progress);
	give_up_at(&progress, last);
	return -1;
}

/* D07 F01: the result is what the handler says, not what a register happened to hold. */
static void recovered_result_is_not_stale(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, result_so_far(1234), 1234L);
	KUNIT_EXPECT_EQ(test, result_of_nothing(), 0L);
}

/* F09 F33: what was assigned before the panic is seen by the handler. */
static void assignments_before_the_panic_are_kept(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, result_so_far(3), 3L);
	KUNIT_EXPECT_EQ(test, result_so_far(1), 1L);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(only_the_deferred_function_recovers),
	KUNIT_CASE(recovery_needs_no_look_at_the_panic),
	KUNIT_CASE(handler_may_defer_its_recover),
	KUNIT_CASE(deferred_recover_takes_the_older_panic),
	KUNIT_CASE(handler_sets_the_result),
	KUNIT_CASE(handler_with_a_large_frame_recovers),
	KUNIT_CASE(earlier_defers_run_after_the_recovery),
	KUNIT_CASE(handler_answers_through_its_argument),
	KUNIT_CASE(method_recovers_and_its_helper_does_not),
	KUNIT_CASE(thunks_are_transparent),
	KUNIT_CASE(thunk_survives_a_newer_panic),
	KUNIT_CASE(helper_in_tail_position_does_not_recover),
	KUNIT_CASE(recovered_result_is_not_stale),
	KUNIT_CASE(assignments_before_the_panic_are_kept),
	{}
};

DEFINE_SUITE("kdefer_go_recover", .init = notes_begin);
