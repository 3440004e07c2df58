// SPDX-License-Identifier: GPL-2.0
/*
 * Nothing is returned from a function that its result cannot hold: by soft_exit(), and
 * where uncaught=contain ends a panic. And soft_exit_to() ends in the frame it is given.
 *
 * In the module that splats: what does not fit is warned about, what is contained is
 * printed.
 */
#include <linux/limits.h>
#include <linux/types.h>

#include <linux/kdefer.h>

#include "handlers.h"
#include "parameter.h"
#include "printed.h"
#include "suite.h"
#include "trace.h"

/* Not the outermost frame: the caller's own, or whatever it has for one. */
static noinline void leave(struct defer_frame *frame, long code)
{
	soft_exit_to(frame, code);
}

static noinline void leave_all(long code)
{
	soft_exit(code);
}

/* Exits with the code, and the same with what is left of it, or the errno of a refusal. */
#define EXITS(type, name)                          \
	RECOVER_FN(type, exits_##name, long, code) \
	{                                          \
		leave(defer_frame(), code);        \
		return (type)1;                    \
	}                                          \
	RECOVER_FN(long, calls_##name, long, code) \
	{                                          \
		defer_recover();                   \
		return (long)exits_##name(code);   \
	}

EXITS(u8, u8)
EXITS(s8, s8)
EXITS(u16, u16)
EXITS(int, int)
EXITS(u32, u32)
EXITS(long, long)
EXITS(bool, bool)
EXITS(void *, pointer)

#define NO (-EINVAL)

static const struct fit {
	const char *name;
	long (*call)(long code);
	long code;
	long result;
} fits[] = {
	{ "u8 0xff", calls_u8, 0xff, 0xff },
	{ "u8 0x100", calls_u8, 0x100, NO },
	{ "u8 -1", calls_u8, -1, 0xff },
	{ "u8 -129", calls_u8, -129, NO },
	{ "s8 -128", calls_s8, -128, -128 },
	{ "s8 -129", calls_s8, -129, NO },
	{ "u16 0x10000", calls_u16, 0x10000, NO },
	{ "int -5", calls_int, -5, -5 },
	{ "int INT_MIN", calls_int, INT_MIN, INT_MIN },
	{ "int 1 << 32", calls_int, 1L << 32, NO },
	{ "u32 U32_MAX", calls_u32, U32_MAX, U32_MAX },
	{ "u32 a pointer", calls_u32, S64_MIN + 5, NO },
	{ "long LONG_MIN", calls_long, LONG_MIN, LONG_MIN },
	{ "bool 1", calls_bool, 1, 1 },
	{ "bool 251", calls_bool, 251, NO },
	{ "bool -5", calls_bool, -5, NO },
	{ "pointer 0", calls_pointer, 0, 0 },
	{ "pointer -5", calls_pointer, -5, -5 },
	{ "pointer 7", calls_pointer, 7, NO },
};

NAMED_PARAM(fit, fits);

/* A result that does not fit is refused: -EINVAL, and a warning, once. */
static void an_exit_needs_a_result_that_fits(struct kunit *test)
{
	const struct fit *fit = test->param_value;

	KUNIT_EXPECT_EQ(test, fit->call(fit->code), fit->result);
}

RECOVER_FN(int, innermost, struct defer_frame *, to)
{
	defer_call(say, "innermost");
	defer_recover();
	if (to)
		leave(to, 6);
	leave_all(6);
	return 1;
}

RECOVER_FN(int, middle, bool, leave_it)
{
	int result;

	defer_call(say, "middle");
	defer_recover_with(look, "handler");
	result = innermost(leave_it ? defer_frame() : NULL);
	tell("went-on:%d", result);
	return 2;
}

RECOVER_FN(int, outermost, bool, leave_middle)
{
	int result;

	defer_call(say, "outermost");
	result = middle(leave_middle);
	tell("got:%d", result);
	return 3;
}

/* The frame that is named is returned from, and what is outside of it goes on. */
static void an_exit_ends_in_the_frame_it_is_given(struct kunit *test)
{
	EXPECT_RUN(test, outermost(true), 3,
		   "innermost handler:0 middle got:6 outermost");
	EXPECT_RUN(test, outermost(false), 6,
		   "innermost handler:0 middle outermost");
}

static struct defer_frame *gone;

DEFER_FN(int, no_recover_fn)
{
	leave(defer_frame(), 6);
	return 0;
}

RECOVER_FN(int, keep_frame)
{
	gone = defer_frame();
	return 0;
}

enum not_there { OF_A_DEFER_FN, RETURNED, NOTHING };

RECOVER_FN(int, leaves_what_is_not_there, enum not_there, what)
{
	defer_recover();
	if (what == OF_A_DEFER_FN)
		return no_recover_fn();
	keep_frame();
	leave(what == RETURNED ? gone : NULL, 6);
	return 0;
}

/* A DEFER_FN cannot be left so, nor a function that has returned, nor none. */
static void an_exit_needs_a_frame_that_is_there(struct kunit *test)
{
	printed_watch();
	KUNIT_EXPECT_EQ(test, leaves_what_is_not_there(OF_A_DEFER_FN),
			-ENOTRECOVERABLE);
	KUNIT_EXPECT_EQ(test, leaves_what_is_not_there(RETURNED),
			-ENOTRECOVERABLE);
	KUNIT_EXPECT_EQ(test, leaves_what_is_not_there(NOTHING),
			-ENOTRECOVERABLE);
	printed_read();
	EXPECT_WARNED(
		test,
		"soft_exit_to() a frame that is no RECOVER_FN's on this stack",
		"leave");
}

static struct defer_frame *further;

static void exit_nearer(void *frame)
{
	soft_exit_to(frame, 5);
}

RECOVER_FN(int, nearer)
{
	defer_call(exit_nearer, defer_frame());
	leave(further, 4);
	return 1;
}

RECOVER_FN(int, exits_further)
{
	further = defer_frame();
	nearer();
	say("not-reached");
	return 2;
}

/* An exit on its way is not shortened by another one, in a call that it makes. */
static void the_exit_that_leads_further_goes_on(struct kunit *test)
{
	EXPECT_RUN(test, exits_further(), 4, "");
}

static noinline __noclone void fail(void)
{
	soft_panic(-EIO, "a");
}

RECOVER_FN(int, returns_int)
{
	defer_call(say, "int");
	fail();
	return 0;
}

RECOVER_FN(size_t, returns_size)
{
	size_t result;

	defer_call(say, "size");
	result = returns_int();
	tell("got:%ld", (long)result);
	return 7;
}

RECOVER_FN(bool, returns_bool)
{
	return returns_size() == 7;
}

/* A size or a bool holds no errno: the function within that can hold it contains. */
static void contain_returns_errnos_from_what_can_hold_them(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, returns_bool());
	EXPECT_TOLD(test, "int got:-5 size");
}

RECOVER_FN(void, returns_nothing)
{
	defer_call(say, "nothing");
	returns_int();
	say("not-reached");
}

/* From a function without result nothing wrong can be returned. */
static void contain_ends_in_what_returns_nothing(struct kunit *test)
{
	returns_nothing();
	EXPECT_TOLD(test, "int nothing");
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(an_exit_needs_a_result_that_fits, fit_gen_params),
	KUNIT_CASE(an_exit_ends_in_the_frame_it_is_given),
	KUNIT_CASE(an_exit_needs_a_frame_that_is_there),
	KUNIT_CASE(the_exit_that_leads_further_goes_on),
	KUNIT_CASE(contain_returns_errnos_from_what_can_hold_them),
	KUNIT_CASE(contain_ends_in_what_returns_nothing),
	{},
};

DEFINE_SUITE("kdefer_result", .init = forget, .suite_init = begin_containing,
	     .suite_exit = end_containing);
