// SPDX-License-Identifier: GPL-2.0
/*
 * The expectations of <kunit/kdefer.h>, where they are met. How they fail is in
 * expect_fails_kunit.c.
 */
#include <linux/preempt.h>
#include <linux/rcupdate.h>

#include <kunit/kdefer.h>

#include "expect_steps.h"
#include "suite.h"

DEFER_FN(void, take_and_give_up, int, err)
{
	defer_call(say, "given back");
	give_up(err, "that is what it does");
}

/* A function gives up with an errno; its deferred calls are made before anything is said. */
static void a_panic_is_expected(struct kunit *test)
{
	KUNIT_EXPECT_SOFT_PANIC(test, -EIO, give_up, -EIO, "of this");
	KUNIT_EXPECT_SOFT_PANIC(test, -EPERM, take_and_give_up, -EPERM);
	EXPECT_TOLD(test, "given back");
	KUNIT_ASSERT_SOFT_PANIC(test, -EPERM, take_and_give_up, -EPERM);
}

/* The text is compared, all of it; a star stands for anything. */
static void its_text_matches(struct kunit *test)
{
	static const char *const patterns[] = {
		"because a * is b",    "*",    "because*",
		"*a * is b",	       "*is*", "because a * is b*",
		"*b*ca*se a \x2a is*",
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(patterns); i++)
		KUNIT_EXPECT_SOFT_PANIC_TEXT(test, -EIO, patterns[i], give_up,
					     -EIO, "a * is b");
	KUNIT_ASSERT_SOFT_PANIC_TEXT(test, -EIO, "because it is", give_up, -EIO,
				     "it is");
}

static void *pointer(void *p)
{
	return p;
}

static bool is_odd(long n)
{
	return n & 1;
}

static long add(signed char a, short b, int c, unsigned int d, long e,
		const unsigned char *f)
{
	return a + b + c + (long)d + e + *f;
}

/* What a function returns is there, of its type, whatever it is. */
static void a_result_comes_back(struct kunit *test)
{
	static unsigned char six = 6;

	KUNIT_EXPECT_EQ(
		test, KUNIT_EXPECT_NO_SOFT_PANIC(test, return_number, -5), -5);
	KUNIT_EXPECT_PTR_EQ(test,
			    KUNIT_EXPECT_NO_SOFT_PANIC(test, pointer, test),
			    (void *)test);
	KUNIT_EXPECT_FALSE(test,
			   KUNIT_EXPECT_NO_SOFT_PANIC(test, is_odd, 0x100L));
	KUNIT_EXPECT_TRUE(test, KUNIT_ASSERT_NO_SOFT_PANIC(test, is_odd, 3));
	KUNIT_EXPECT_EQ(test,
			KUNIT_EXPECT_NO_SOFT_PANIC(test, add, -1, -2, -3, 4U,
						   -5L, &six),
			-1L);
	KUNIT_EXPECT_NO_SOFT_PANIC(test, say, "void");
	EXPECT_TOLD(test, "void");
}

static noinline void find(int what)
{
	soft_exit(what);
}

/* An exit ends there, with its result: it is no panic. */
static void an_exit_is_no_panic(struct kunit *test)
{
	KUNIT_EXPECT_NO_SOFT_PANIC(test, find, 7);
}

DEFER_FN(void, take_well, bool, gives_up)
{
	defer_guard(rcu);
	if (gives_up)
		give_up(-EIO, "it may");
}

/* What is given back on every way is not held. */
static void nothing_is_held(struct kunit *test)
{
	KUNIT_EXPECT_NOTHING_HELD(test, take_well, true);
	KUNIT_EXPECT_NOTHING_HELD(test, take_well, false);
	KUNIT_ASSERT_NOTHING_HELD(test, take_well, true);
}

static noinline void take_beneath(struct kunit *test)
{
	KUNIT_EXPECT_NOTHING_HELD(test, take_well, true);
}

/* What was held before is not what it leaves held. */
static void what_is_older_does_not_count(struct kunit *test)
{
	migrate_disable();
	take_beneath(test);
	migrate_enable();
}

/* The first fails before anything is done, soft_panic_on() before it asks. */
#define IN_TURN "undone one undone one two undone one two three undone"

/* Each step fails in turn, and then none does. */
static void each_step_fails_in_turn(struct kunit *test)
{
	KUNIT_EXPECT_SURVIVES_INJECTION(test, work);
	EXPECT_TOLD(test, IN_TURN);
	forget(test);
	KUNIT_ASSERT_SURVIVES_INJECTION(test, work);
	EXPECT_TOLD(test, IN_TURN);
	KUNIT_EXPECT_EQ(test, kdefer_inject_nth(0), 0);
}

RECOVER_FN(int, recover_from_work)
{
	defer_recover();
	return work();
}

/* A case that is made so that it holds with a failure, too. */
static void a_case(struct kunit *test)
{
	int err = KUNIT_EXPECT_NO_SOFT_PANIC(test, recover_from_work);

	KUNIT_EXPECT_TRUE(test, !err || err == -ENOMEM || err == -EFAULT);
}

/* A whole case can be run so. */
static void a_case_is_run_so(struct kunit *test)
{
	KUNIT_EXPECT_SURVIVES_INJECTION(test, a_case, test);
	EXPECT_TOLD(test, IN_TURN);
}

static void inner(struct kunit *test)
{
	KUNIT_EXPECT_SOFT_PANIC(test, -EIO, give_up, -EIO, "of this");
}

/* One may be within another. */
static void they_nest(struct kunit *test)
{
	KUNIT_EXPECT_NOTHING_HELD(test, inner, test);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(a_panic_is_expected),
	KUNIT_CASE(its_text_matches),
	KUNIT_CASE(a_result_comes_back),
	KUNIT_CASE(an_exit_is_no_panic),
	KUNIT_CASE(nothing_is_held),
	KUNIT_CASE(what_is_older_does_not_count),
	KUNIT_CASE(each_step_fails_in_turn),
	KUNIT_CASE(a_case_is_run_so),
	KUNIT_CASE(they_nest),
	{},
};

DEFINE_SUITE("kdefer_expect", .init = forget);
