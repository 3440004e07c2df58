// SPDX-License-Identifier: GPL-2.0
/*
 * An object that does not keep what the rest of its module promises: no frame pointers,
 * and calls at the end of a function are jumps (Kbuild has the flags). So are objects that
 * a vendor has built, and other languages'.
 *
 * The frame pointer is a register like any other there: here it looks like a frame that
 * leads past the functions with deferred calls.
 */

#include <linux/kdefer.h>

#include "../selftests/arch.h"
#include "endings.h"
#include "suite.h"
#include "trace.h"

ENDING_PARAM;

static __used noinline void end_here(enum how how)
{
	end(how);
	barrier();
}

static noinline void end_with(const struct stack_record *record, enum how how)
{
#ifdef CONFIG_UNWINDER_ORC
	call_with_frame_pointer(end_here, how, record);
#endif
}

static struct stack_record far_away;

DEFER_FN(int, loose_inner, enum how, how)
{
	struct stack_record fake = far_away;

	defer_call(say, "inner");
	end_with(&fake, how);
	return 0;
}

static noinline int loose_plain(enum how how)
{
	int result = loose_inner(how);

	barrier();
	return result;
}

DEFER_FN(int, loose_outer, enum how, how)
{
	defer_call(say, "outer");
	return loose_plain(how);
}

static noinline int with_record(enum how how)
{
	int result;

	far_away.bp = (unsigned long)__builtin_frame_address(0);
	far_away.ip = (unsigned long)__builtin_return_address(0);
	result = run(loose_outer, how);
	barrier();
	return result;
}

/* No function is passed by, whatever the frame pointer was used for. */
static void loose_objects_lose_nothing(struct kunit *test)
{
	const struct ending *e = test->param_value;

	if (IS_ENABLED(CONFIG_UML) || !IS_ENABLED(CONFIG_UNWINDER_ORC))
		kunit_skip(test, "no unwinder but by frame pointers");
	EXPECT_RUN(test, with_record(e->how), e->result, "inner outer");
}

DEFINE_FREE(loose_word, const char *, say((void *)_T))

static noinline void copy_own_record(struct stack_record *to)
{
	*to = *(struct stack_record *)__builtin_frame_address(0);
	barrier();
}

/* What lies in @copies looks like the end of a function that this one has called. */
RECOVER_FN(int, loose_landing, enum how, how)
{
	const char *word = "block";
	struct stack_record copies[16];

	defer_free(loose_word, word);
	defer_call(say, "function");
	defer_recover();
	copy_own_record(&copies[8]);
	end_with(&copies[8], how);
	barrier_data(copies);
	return 0;
}

/* While what is left is called, the variables that it needs are there. */
static void a_copied_record_is_no_callee(struct kunit *test)
{
	if (IS_ENABLED(CONFIG_UML) || !IS_ENABLED(CONFIG_UNWINDER_ORC))
		kunit_skip(test, "no unwinder but by frame pointers");
	KUNIT_EXPECT_EQ(test, loose_landing(BY_PANIC), -EIO);
	EXPECT_TOLD(test, "function block");
}

static noinline long seven(long a, long b, long c, long d, long e, long f,
			   long g)
{
	barrier();
	return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g;
}

/* The jump writes the seventh argument over what the gate has passed on the stack. */
DEFER_FN(long, jumps, long, a, long, b, long, c, long, d, long, e, long, f)
{
	defer_call(say, "jumps");
	return seven(a, b, c, d, e, f, 7);
}

static noinline long eight(long a, long b, long c, long d, long e, long f,
			   long g, long h)
{
	barrier();
	return seven(a, b, c, d, e, f, g) + 8 * h;
}

RECOVER_FN(long, jumps_further, long, a, long, b, long, c, long, d, long, e,
	   long, f, long, g)
{
	defer_call(say, "further");
	return eight(a, b, c, d, e, f, g, 8);
}

/* A frame outlasts what a body does to its own arguments. */
static void arguments_on_the_stack_are_the_bodys(struct kunit *test)
{
	EXPECT_RUN(test, jumps(1, 2, 3, 4, 5, 6), 140L, "jumps");
	EXPECT_RUN(test, jumps_further(1, 2, 3, 4, 5, 6, 7), 204L, "further");
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(loose_objects_lose_nothing, ending_gen_params),
	KUNIT_CASE(a_copied_record_is_no_callee),
	KUNIT_CASE(arguments_on_the_stack_are_the_bodys),
	{},
};

DEFINE_SUITE("kdefer_loose", .init = forget);
