// SPDX-License-Identifier: GPL-2.0
/*
 * Function-scoped calls: when they run, in which order, with which argument.
 */
#include <linux/module.h>
#include <linux/types.h>

#include <linux/kdefer.h>

#include "endings.h"
#include "heap.h"
#include "suite.h"
#include "trace.h"

#define MANY (64 + 3)
#include "count_down.h"

ENDING_PARAM;

DEFER_FN(int, defer_three, enum how, how)
{
	defer_call(say, "first");
	defer_call(say, "second");
	defer_call(say, "third");
	say("body");
	end(how);
	return 0;
}

/* Deferred calls run once each, the newest first, however the function ends. */
static void calls_run_once_newest_first(struct kunit *test)
{
	EXPECT_ENDS(test, defer_three, "body third second first");
}

DEFER_FN(int, defer_and_call, enum how, how)
{
	defer_call(say, "outer");
	defer_three(how);
	return 0;
}

/* The calls of an inner function run before those of the one that called it. */
static void inner_function_runs_its_calls_first(struct kunit *test)
{
	EXPECT_ENDS(test, defer_and_call, "body third second first outer");
}

DEFER_FN(int, end_between, enum how, how)
{
	defer_call(say, "before");
	end(how);
	defer_call(say, "after");
	return 0;
}

/* A call that was not reached is not deferred. */
static void only_what_was_reached_is_deferred(struct kunit *test)
{
	const struct ending *e = test->param_value;

	EXPECT_RUN(test, run(end_between, e->how), e->result,
		   e->how == BY_RETURN ? "after before" : "before");
}

DEFINE_FREE(tell_long, long, tell("%ld", _T))

DEFER_FN(int, change_variable, enum how, how)
{
	long n = 1;

	defer(tell_long, n);
	n = 2;
	defer(tell_long, n);
	n = 3;
	end(how);
	return 0;
}

/* A value is taken when defer() is called: later changes do not reach it. */
static void values_are_taken_at_defer(struct kunit *test)
{
	EXPECT_ENDS(test, change_variable, "2 1");
}

DEFINE_FREE(tell_s8, s8, tell("%d", _T))
DEFINE_FREE(tell_u8, u8, tell("%x", _T))
DEFINE_FREE(tell_s16, s16, tell("%d", _T))
DEFINE_FREE(tell_u16, u16, tell("%x", _T))
DEFINE_FREE(tell_s32, s32, tell("%d", _T))
DEFINE_FREE(tell_u32, u32, tell("%x", _T))
DEFINE_FREE(tell_u64, u64, tell("%llx", _T))
DEFINE_FREE(tell_bool, bool, tell("%d", _T))
DEFINE_FREE(tell_string, const char *, tell("%s", _T))

DEFER_FN(int, defer_each_integer, enum how, how)
{
	defer(tell_s8, (s8)-8);
	defer(tell_u8, (u8)U8_MAX);
	defer(tell_s16, (s16)-16);
	defer(tell_u16, (u16)U16_MAX);
	defer(tell_s32, (s32)-32);
	defer(tell_u32, (u32)U32_MAX);
	defer(tell_long, -64L);
	defer(tell_u64, U64_MAX);
	defer(tell_bool, true);
	defer(tell_bool, false);
	end(how);
	return 0;
}

/* Integers of every width and sign arrive as they were given. */
static void integers_of_every_type_arrive(struct kunit *test)
{
	EXPECT_ENDS(test, defer_each_integer,
		    "0 1 ffffffffffffffff -64 ffffffff -32 ffff -16 ff -8");
}

DEFER_FN(int, defer_pointers, enum how, how)
{
	const char *pointer = "pointer";

	defer(tell_string, pointer);
	defer(tell_string, "8 bytes");
	defer(tell_string, "not 8 bytes");
	end(how);
	return 0;
}

/* So do pointers, as which arrays, such as strings, count, whatever their size. */
static void pointers_arrive(struct kunit *test)
{
	EXPECT_ENDS(test, defer_pointers, "not 8 bytes 8 bytes pointer");
}

DEFER_FN(int, defer_narrow_into_wide, enum how, how)
{
	s8 minus_two = -2;
	u32 large = U32_MAX;

	defer(tell_long, minus_two);
	defer(tell_long, large);
	end(how);
	return 0;
}

/* A narrow value given to a class of a wider type is converted as in C. */
static void narrow_values_widen_as_in_c(struct kunit *test)
{
	EXPECT_ENDS(test, defer_narrow_into_wide, "4294967295 -2");
}

DEFER_FN(int, defer_in_a_loop, enum how, how)
{
	unsigned int i;

	for (i = 0; i < MANY; i++)
		defer(count_down, i);
	end(how);
	return 0;
}

/*
 * A loop may defer more calls than the frame has room for: each runs once, in
 * order, and the memory that was allocated for them is freed.
 */
static void loops_defer_any_number(struct kunit *test)
{
	const struct ending *e = test->param_value;
	int result;

	memset(&count, 0, sizeof(count));
	heap_watch(test);
	result = run(defer_in_a_loop, e->how);
	heap_watch_end();
	KUNIT_EXPECT_EQ(test, result, e->result);
	KUNIT_EXPECT_EQ(test, count.calls, MANY);
	KUNIT_EXPECT_EQ(test, count.disorder, 0);
	KUNIT_EXPECT_EQ(test, heap.allocated, heap_blocks(MANY));
	KUNIT_EXPECT_EQ(test, heap.freed, heap.allocated);
}

DEFER_FN(void, say_and_defer, void *, word)
{
	defer_call(say, "deferred-by-it");
	say(word);
}

DEFER_FN(int, defer_one_that_defers, enum how, how)
{
	defer_call(say, "oldest");
	defer_call(say_and_defer, "call");
	end(how);
	return 0;
}

/* What a deferred call defers belongs to it: it runs when that call returns. */
static void deferred_calls_may_defer(struct kunit *test)
{
	EXPECT_ENDS(test, defer_one_that_defers, "call deferred-by-it oldest");
}

static int number;

static void set_to_two(void *n)
{
	*(int *)n = 2;
}

DEFER_FN(int, return_then_change)
{
	number = 1;
	defer_call(set_to_two, &number);
	return number;
}

/* The result is what the return statement said: deferred calls come after it. */
static void deferred_calls_do_not_change_the_result(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, return_then_change(), 1);
	KUNIT_EXPECT_EQ(test, number, 2);
}

DEFER_FN(int, defer_nothing, enum how, how)
{
	end(how);
	return 0;
}

/* A function that defers nothing ends like any other. */
static void nothing_deferred_is_fine(struct kunit *test)
{
	EXPECT_ENDS(test, defer_nothing, "");
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(calls_run_once_newest_first, ending_gen_params),
	KUNIT_CASE_PARAM(inner_function_runs_its_calls_first,
			 ending_gen_params),
	KUNIT_CASE_PARAM(only_what_was_reached_is_deferred, ending_gen_params),
	KUNIT_CASE_PARAM(values_are_taken_at_defer, ending_gen_params),
	KUNIT_CASE_PARAM(integers_of_every_type_arrive, ending_gen_params),
	KUNIT_CASE_PARAM(pointers_arrive, ending_gen_params),
	KUNIT_CASE_PARAM(narrow_values_widen_as_in_c, ending_gen_params),
	KUNIT_CASE_PARAM(loops_defer_any_number, ending_gen_params),
	KUNIT_CASE_PARAM(deferred_calls_may_defer, ending_gen_params),
	KUNIT_CASE(deferred_calls_do_not_change_the_result),
	KUNIT_CASE_PARAM(nothing_deferred_is_fine, ending_gen_params),
	{},
};

DEFINE_SUITE("kdefer_defer", .init = forget);

MODULE_DESCRIPTION("KUnit suites of kdefer");
MODULE_AUTHOR("The kdefer developers");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
