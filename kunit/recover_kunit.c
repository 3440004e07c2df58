// SPDX-License-Identifier: GPL-2.0
/*
 * Returning from a function that recovered: its result, the stack that is given back,
 * and what is left of the function's own.
 */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kallsyms.h>
#include <linux/stacktrace.h>
#include <linux/string.h>

#include <linux/kdefer.h>

#include "handlers.h"
#include "suite.h"
#include "trace.h"

static noinline void fail(void)
{
	soft_panic(-ENOSPC, "full");
}

/* clang-format off */

/* A function of each type with defer_recover(), and one that recovers by hand. */
#define DEFINE_RECOVERS(type, name)					\
RECOVER_FN(type, name##_by_errno)					\
{									\
	defer_recover();						\
	fail();								\
	return (type)0;							\
}									\
RECOVER_FN(type, name##_by_hand)					\
{									\
	defer_recover_with(stop, #name);				\
	fail();								\
	return (type)0;							\
}

DEFINE_RECOVERS(short, short)
DEFINE_RECOVERS(int, int)
DEFINE_RECOVERS(long, long)
DEFINE_RECOVERS(ssize_t, ssize_t)
DEFINE_RECOVERS(s64, s64)
DEFINE_RECOVERS(void *, pointer)

/* clang-format on */

/* With defer_recover() the function returns the errno, in whatever type it has. */
static void the_result_is_the_errno(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, (int)short_by_errno(), -ENOSPC);
	KUNIT_EXPECT_EQ(test, int_by_errno(), -ENOSPC);
	KUNIT_EXPECT_EQ(test, long_by_errno(), (long)-ENOSPC);
	KUNIT_EXPECT_EQ(test, ssize_t_by_errno(), (ssize_t)-ENOSPC);
	KUNIT_EXPECT_EQ(test, s64_by_errno(), (s64)-ENOSPC);
	KUNIT_EXPECT_PTR_EQ(test, pointer_by_errno(), ERR_PTR(-ENOSPC));
}

/* With recover() it returns what the handler said, all of its bits. */
static void the_result_is_what_the_handler_said(struct kunit *test)
{
	stop_result = 0x123456789abcdef0;
	KUNIT_EXPECT_EQ(test, (int)short_by_hand(), (int)(short)stop_result);
	KUNIT_EXPECT_EQ(test, int_by_hand(), (int)stop_result);
	KUNIT_EXPECT_EQ(test, long_by_hand(), stop_result);
	KUNIT_EXPECT_EQ(test, ssize_t_by_hand(), (ssize_t)stop_result);
	KUNIT_EXPECT_EQ(test, s64_by_hand(), (s64)stop_result);
	KUNIT_EXPECT_PTR_EQ(test, pointer_by_hand(), (void *)stop_result);
}

static bool verdict;

static void stop_with_verdict(struct soft_panic *p, void *arg)
{
	recover(p, verdict);
}

RECOVER_FN(bool, recovers_to_bool)
{
	defer_recover_with(stop_with_verdict, NULL);
	fail();
	return false;
}

static void stop_with_pointer(struct soft_panic *p, void *pointer)
{
	recover(p, pointer);
}

RECOVER_FN(bool *, recovers_to_pointer)
{
	defer_recover_with(stop_with_pointer, &verdict);
	fail();
	return NULL;
}

RECOVER_FN(void, recovers_to_nothing)
{
	defer_recover_with(stop, "void");
	fail();
}

/* Types that cannot carry an errno, and none at all, work with recover(). */
static void results_need_not_be_errors(struct kunit *test)
{
	verdict = true;
	KUNIT_EXPECT_TRUE(test, recovers_to_bool());
	verdict = false;
	KUNIT_EXPECT_FALSE(test, recovers_to_bool());
	KUNIT_EXPECT_PTR_EQ(test, recovers_to_pointer(), &verdict);
	recovers_to_nothing();
	EXPECT_TOLD(test, "void:-28");
}

static bool is_passed;

RECOVER_FN(void, ends_in_nothing, bool, fails)
{
	defer_call(say, "older");
	defer_recover();
	defer_call(say, "newer");
	if (fails)
		fail();
	is_passed = true;
}

/* In a function that returns nothing the panic just ends. */
static void in_a_void_function_the_panic_ends(struct kunit *test)
{
	is_passed = false;
	ends_in_nothing(true);
	KUNIT_EXPECT_FALSE(test, is_passed);
	ends_in_nothing(false);
	KUNIT_EXPECT_TRUE(test, is_passed);
	EXPECT_TOLD(test, "newer older newer older");
}

/* Where the stack was, at each step. */
static struct {
	unsigned long bottom; /* where the panic was raised */
	unsigned long unwinding; /* in a call made before the recovery */
	unsigned long body; /* in the body of the function */
	unsigned long rest; /* in a call made after the recovery */
} stack;

static void note_stack(void *where)
{
	*(unsigned long *)where = (unsigned long)__builtin_frame_address(0);
}

static noinline unsigned long sink(unsigned int depth)
{
	char room[256];

	memset(room, depth, sizeof(room));
	OPTIMIZER_HIDE_VAR(depth);
	if (depth)
		return sink(depth - 1) + room[depth];
	note_stack(&stack.bottom);
	/* Where all ways end in a soft panic gcc 14 says that the recursion has no end. */
	OPTIMIZER_HIDE_VAR(depth);
	if (!depth)
		fail();
	return room[0];
}

RECOVER_FN(int, panic_far_below)
{
	defer_call(note_stack, &stack.rest);
	defer_recover();
	defer_call(note_stack, &stack.unwinding);
	note_stack(&stack.body);
	return sink(10);
}

/*
 * Until the recovery deferred calls run on top of the code that gave up; after it
 * that stack is given back, and the rest run as if the body had called them.
 */
static void the_stack_is_given_back(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, panic_far_below(), -ENOSPC);
	KUNIT_EXPECT_LT(test, stack.unwinding, stack.bottom);
	KUNIT_EXPECT_GT(test, stack.rest, stack.bottom + 10 * 256);
	KUNIT_EXPECT_LT(test, stack.rest, stack.body + 16);
}

#define CALLERS 12

struct callers {
	unsigned long ip[CALLERS];
};

static struct callers of_body, of_rest;

/* By the kernel's unwinder, which knows the addresses that a tracer has replaced. */
static noinline void note_callers(void *where)
{
	struct callers *c = where;

	memset(c, 0, sizeof(*c));
	stack_trace_save(c->ip, CALLERS, 1);
}

RECOVER_FN(int, note_callers_of_rest)
{
	note_callers(&of_body);
	defer_call(note_callers, &of_rest);
	defer_recover();
	fail();
	return 0;
}

static bool same_function(unsigned long a, unsigned long b)
{
	char name_a[KSYM_SYMBOL_LEN], name_b[KSYM_SYMBOL_LEN];

	snprintf(name_a, sizeof(name_a), "%ps", (void *)a);
	snprintf(name_b, sizeof(name_b), "%ps", (void *)b);
	return !strcmp(name_a, name_b);
}

/* What runs after the recovery has the callers that the body's own calls have. */
static void the_rest_is_called_by_the_body(struct kunit *test)
{
	unsigned int i = 0;

	KUNIT_EXPECT_EQ(test, note_callers_of_rest(), -ENOSPC);
	while (i < CALLERS - 2 && of_rest.ip[i + 1] != of_body.ip[1])
		i++;
	KUNIT_ASSERT_EQ(test, of_rest.ip[i + 1], of_body.ip[1]);
	KUNIT_EXPECT_TRUE(test, same_function(of_rest.ip[i], of_body.ip[0]));
	KUNIT_EXPECT_EQ(test, of_rest.ip[i + 2], of_body.ip[2]);
}

#define CANARIES 16

struct canaries {
	unsigned long word[CANARIES];
};

static void fill_stack(void *arg)
{
	char room[1024];

	memset(room, 0xa5, sizeof(room));
	OPTIMIZER_HIDE_VAR(arg);
	barrier_data(room);
}

static void check_canaries(struct canaries *c)
{
	unsigned int i, bad = 0;

	for (i = 0; i < CANARIES; i++)
		bad += c->word[i] != i * 0x0101010101010101;
	tell("bad:%u", bad);
}

DEFINE_CLASS(canaries, struct canaries *, check_canaries(_T), c,
	     struct canaries *c)

RECOVER_FN(int, keep_variables)
{
	struct canaries canaries;
	unsigned int i;

	for (i = 0; i < CANARIES; i++)
		canaries.word[i] = i * 0x0101010101010101;
	defer_class(canaries, last, &canaries);
	defer_call(fill_stack, NULL);
	defer_class(canaries, first, &canaries);
	defer_call(fill_stack, NULL);
	defer_recover();
	fail();
	return 0;
}

/* The variables of the recovering function stay: its block-scoped calls use them. */
static void variables_of_the_body_stay(struct kunit *test)
{
	EXPECT_RUN(test, keep_variables(), -ENOSPC, "bad:0 bad:0");
}

static void fail_deferred(void *arg)
{
	fail();
}

RECOVER_FN(int, panic_in_rest)
{
	defer_call(say, "oldest");
	defer_recover();
	defer_call(fail_deferred, NULL);
	defer_recover();
	defer_call(say, "newest");
	fail();
	return 0;
}

/* The rest of a recovering frame's calls may panic, and the frame recover again. */
static void a_frame_may_recover_twice(struct kunit *test)
{
	EXPECT_RUN(test, panic_in_rest(), -ENOSPC, "newest oldest");
}

RECOVER_FN(long, recover_in_a_loop, unsigned int, turns)
{
	long sum = 0;

	while (turns--)
		sum += long_by_errno();
	return sum;
}

/* Recovering again and again leaves nothing behind on the stack. */
static void recovery_can_be_repeated(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, recover_in_a_loop(10000), 10000L * -ENOSPC);
}

static void sleep(void *name)
{
	msleep(20);
	tell("%s", (char *)name);
}

RECOVER_FN(int, sleep_on_the_way)
{
	defer_call(sleep, "slept-after");
	defer_recover();
	defer_call(sleep, "slept-before");
	fail();
	return 0;
}

/* Deferred calls may sleep, before the recovery and after it. */
static void deferred_calls_may_sleep(struct kunit *test)
{
	EXPECT_RUN(test, sleep_on_the_way(), -ENOSPC,
		   "slept-before slept-after");
}

RECOVER_FN(int, asks_for_faults)
{
	defer_recover();
	return trap_faults();
}

/* trap_faults() says so where it can do nothing. */
static void faults_are_trapped_or_refused(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, asks_for_faults(),
			IS_ENABLED(CONFIG_UML) ? -EOPNOTSUPP : 0);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(the_result_is_the_errno),
	KUNIT_CASE(the_result_is_what_the_handler_said),
	KUNIT_CASE(results_need_not_be_errors),
	KUNIT_CASE(in_a_void_function_the_panic_ends),
	KUNIT_CASE(the_stack_is_given_back),
	KUNIT_CASE(the_rest_is_called_by_the_body),
	KUNIT_CASE(variables_of_the_body_stay),
	KUNIT_CASE(a_frame_may_recover_twice),
	KUNIT_CASE(recovery_can_be_repeated),
	KUNIT_CASE(deferred_calls_may_sleep),
	KUNIT_CASE(faults_are_trapped_or_refused),
	{},
};

DEFINE_SUITE("kdefer_recover", .init = forget);
