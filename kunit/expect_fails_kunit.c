// SPDX-License-Identifier: GPL-2.0
/*
 * The expectations of <kunit/kdefer.h>, where they are not met: a test of their own fails,
 * which is not run by KUnit, and says why. And assertions inside of functions that defer.
 */
#include <kunit/try-catch.h>
#include <linux/sched.h>
#include <linux/string.h>

#include <kunit/kdefer.h>

#define PRINTED_PREFIX "# fake: "
#include "expect_steps.h"
#include "printed.h"
#include "suite.h"

/* Without probes the calls of a thread that ends are lost: see kdefer_kunit_splat.expect. */
#define HAS_PROBES IS_ENABLED(CONFIG_KPROBES)

static struct kunit fake;

/* The end of a test forgets which one this thread runs. */
static void fake_end(void)
{
	struct kunit *real = current->kunit_test;

	kunit_cleanup(&fake);
	current->kunit_test = real;
	printed_read();
}

#define EXPECT_SAID(test, pattern)                                           \
	KUNIT_EXPECT_TRUE_MSG(test,                                          \
			      __kdefer_kunit_matches(printed.text, pattern), \
			      "what was said: %s", printed.text)

/* It fails the test that it is given, and says so. */
#define EXPECT_FAILS(test, expectation, pattern)                          \
	do {                                                              \
		kunit_init_test(&fake, "fake", NULL);                     \
		printed_watch();                                          \
		expectation;                                              \
		fake_end();                                               \
		KUNIT_EXPECT_EQ(test, (int)fake.status, KUNIT_FAILURE);   \
		EXPECT_SAID(test, "EXPECTATION FAILED at *:*\n" pattern); \
	} while (0)

/* Nothing is said of one that is met, nor does it fail the test. */
static void a_met_one_says_nothing(struct kunit *test)
{
	kunit_init_test(&fake, "fake", NULL);
	printed_watch();
	KUNIT_EXPECT_SOFT_PANIC(&fake, -EIO, give_up, -EIO, "of this");
	KUNIT_EXPECT_SURVIVES_INJECTION(&fake, work);
	fake_end();
	KUNIT_EXPECT_EQ(test, (int)fake.status, KUNIT_SUCCESS);
	EXPECT_PRINTED(test, "");
}

/* No panic, another errno, another text: what came instead is said. */
static void another_panic_fails_it(struct kunit *test)
{
	EXPECT_FAILS(
		test, KUNIT_EXPECT_SOFT_PANIC(&fake, -EIO, return_number, 1),
		"    Expected return_number(1) to give up with -EIO: \"*\", but\n"
		"        it did not give up\n");
	EXPECT_FAILS(
		test,
		KUNIT_EXPECT_SOFT_PANIC(&fake, -EIO, give_up, -EPERM,
					"of that"),
		"    Expected give_up(-EPERM, \"of that\") to give up with -EIO: \"*\", but\n"
		"        it gave up with -EPERM: \"because of that\", at give_up*\n");
	EXPECT_FAILS(
		test,
		KUNIT_EXPECT_SOFT_PANIC_TEXT(&fake, -EIO, "because", give_up,
					     -EIO, "of that"),
		"    Expected * to give up with -EIO: \"because\", but\n"
		"        it gave up with -EIO: \"because of that\", at give_up*\n");
	EXPECT_FAILS(test,
		     KUNIT_EXPECT_SOFT_PANIC_TEXT(&fake, -EIO, "*of this",
						  give_up, -EIO, "of that"),
		     "    Expected *\n        it gave up *");
}

static int one_or_panic(bool gives_up)
{
	if (gives_up)
		give_up(-EIO, "of that");
	return 1;
}

/* A panic where none is expected; then there is no result. */
static void a_panic_fails_it(struct kunit *test)
{
	EXPECT_FAILS(
		test,
		KUNIT_EXPECT_NO_SOFT_PANIC(&fake, give_up, -EIO, "of that"),
		"    Expected give_up(-EIO, \"of that\") not to give up, but\n"
		"        it gave up with -EIO: \"because of that\", at give_up*\n");
	EXPECT_FAILS(test,
		     KUNIT_EXPECT_EQ(test,
				     KUNIT_EXPECT_NO_SOFT_PANIC(
					     &fake, one_or_panic, true),
				     0),
		     "    Expected one_or_panic(true) not to give up, but\n*");
}

/* What is held when it has given up is named, and given back. */
static void what_a_panic_leaves_held_fails_it(struct kunit *test)
{
	EXPECT_FAILS(
		test, KUNIT_EXPECT_NOTHING_HELD(&fake, give_up_holding, -EIO),
		"    Expected give_up_holding(-EIO) to leave nothing held, but\n"
		"        it left held: bottom halves disabled +1 (give_up*)\n"
		"        it gave up with -EIO: *");
	KUNIT_EXPECT_FALSE(test, softirq_count());
	EXPECT_FAILS(
		test,
		KUNIT_EXPECT_SOFT_PANIC(&fake, -EIO, give_up_holding, -EIO),
		"    Expected *\n        it left held: bottom halves disabled +1 *");
}

/* So is what is held when it returns, or when what it calls has recovered. */
static void what_a_return_leaves_held_fails_it(struct kunit *test)
{
	EXPECT_FAILS(
		test, KUNIT_EXPECT_NOTHING_HELD(&fake, return_holding),
		"    Expected return_holding() to leave nothing held, but\n"
		"        it left held: bottom halves disabled +1\n"
		"        it did not give up\n");
	KUNIT_EXPECT_FALSE(test, softirq_count());
	EXPECT_FAILS(test, KUNIT_EXPECT_NO_SOFT_PANIC(&fake, return_holding),
		     "    Expected *\n        it left held: bottom halves *");
	EXPECT_FAILS(
		test, KUNIT_EXPECT_NO_SOFT_PANIC(&fake, recover_holding, -EIO),
		"    Expected *\n        it left held: bottom halves * (give_up *");
}

/* The run is named, by the step that failed in it. */
static void a_run_that_holds_something_fails_it(struct kunit *test)
{
	EXPECT_FAILS(
		test, KUNIT_EXPECT_SURVIVES_INJECTION(&fake, work_badly),
		"    Expected work_badly() to survive that step 2 fails, at work_badly*, but\n"
		"        it left held: bottom halves disabled +1 (work_badly*)\n"
		"        it gave up with -ENOMEM: \"injected: step(\"two\")\", at *\n");
}

static void a_bad_case(struct kunit *test)
{
	KUNIT_EXPECT_NO_SOFT_PANIC(test, work);
}

/* So is each in which an expectation fails, after that. */
static void a_case_that_fails_in_runs_fails_it(struct kunit *test)
{
	EXPECT_FAILS(
		test, KUNIT_EXPECT_SURVIVES_INJECTION(&fake, a_bad_case, &fake),
		"    Expected work() not to give up*step(\"one\")*"
		"Expected a_bad_case(&fake) to survive that step 1 fails, at *, but\n"
		"        it failed as is said above\n*"
		"to survive that step 2 fails*to survive that step 3 fails*");
	KUNIT_EXPECT_NULL(test, strstr(printed.text, "step 4"));
}

/* Where nothing can fail nothing is shown. */
static void nothing_to_inject_fails_it(struct kunit *test)
{
	EXPECT_FAILS(test,
		     KUNIT_EXPECT_SURVIVES_INJECTION(&fake, return_number, 0),
		     "    There is nothing that could be made to fail\n");
}

static noinline void work_on_and_on(void)
{
	int i;

	for (i = 0; i < 1001; i++)
		soft_try(return_number(0));
}

/* Nor where something is left when it has been tried often enough. */
static void too_much_to_inject_fails_it(struct kunit *test)
{
	EXPECT_FAILS(test,
		     KUNIT_EXPECT_SURVIVES_INJECTION(&fake, work_on_and_on),
		     "    There are more steps than are made to fail\n");
}

DEFER_FN(void, assert_inside, struct kunit *, t)
{
	defer_call(say, "first");
	defer_call(say, "second");
	KUNIT_ASSERT_EQ(t, return_number(1), 2);
	say("goes on");
}

static void assert_equal(void *t)
{
	assert_inside(t);
	say("goes on");
}

DEFER_FN(void, assert_no_panic, struct kunit *, t)
{
	defer_call(say, "made");
	KUNIT_ASSERT_NO_SOFT_PANIC(t, give_up, -EIO, "of that");
	say("goes on");
}

static void assert_panic(void *t)
{
	assert_no_panic(t);
	say("goes on");
}

static void assert_in_step(struct kunit *t)
{
	KUNIT_ASSERT_NO_SOFT_PANIC(t, work);
}

static void assert_in_case(void *t)
{
	KUNIT_EXPECT_SURVIVES_INJECTION((struct kunit *)t, assert_in_step, t);
	say("goes on");
}

static void caught(void *unused)
{
	say("caught");
}

/* In a thread of its own, which the assertion ends. */
static void run_fake(struct kunit *test, void (*try)(void *))
{
	kunit_init_test(&fake, "fake", NULL);
	fake.try_catch = (struct kunit_try_catch){
		.test = &fake,
		.try = try,
		.catch = caught,
	};
	printed_watch();
	kunit_try_catch_run(&fake.try_catch, &fake);
	fake_end();
	KUNIT_EXPECT_EQ(test, (int)fake.status, KUNIT_FAILURE);
}

/* KUNIT_ASSERT_EQ() in a DEFER_FN ends the thread, and makes the calls first. */
static void an_assertion_makes_the_calls(struct kunit *test)
{
	run_fake(test, assert_equal);
	EXPECT_SAID(test, "ASSERTION FAILED at *return_number(1)*");
	EXPECT_TOLD(test, HAS_PROBES ? "second first caught" : "caught");
}

/* So do the assertions about soft panics. */
static void an_assertion_of_these_ends_the_case(struct kunit *test)
{
	run_fake(test, assert_panic);
	EXPECT_SAID(
		test,
		"ASSERTION FAILED at *:*\n    Expected give_up(*) not to give up, but\n*");
	EXPECT_TOLD(test, HAS_PROBES ? "made caught" : "caught");
}

/* In a run with a failure, it is said in which. */
static void an_assertion_says_the_run(struct kunit *test)
{
	run_fake(test, assert_in_case);
	EXPECT_SAID(
		test,
		"ASSERTION FAILED at *:*\n    Expected work() not to give up, but\n*"
		"assert_in_step(t): its thread has ended with step 1 failing\n");
	EXPECT_TOLD(test, "undone caught");
}

static struct kunit_case cases[] = {
	KUNIT_CASE(a_met_one_says_nothing),
	KUNIT_CASE(another_panic_fails_it),
	KUNIT_CASE(a_panic_fails_it),
	KUNIT_CASE(what_a_panic_leaves_held_fails_it),
	KUNIT_CASE(what_a_return_leaves_held_fails_it),
	KUNIT_CASE(a_run_that_holds_something_fails_it),
	KUNIT_CASE(a_case_that_fails_in_runs_fails_it),
	KUNIT_CASE(nothing_to_inject_fails_it),
	KUNIT_CASE(too_much_to_inject_fails_it),
	KUNIT_CASE(an_assertion_makes_the_calls),
	KUNIT_CASE(an_assertion_of_these_ends_the_case),
	KUNIT_CASE(an_assertion_says_the_run),
	{},
};

DEFINE_SUITE("kdefer_expect_fails", .init = forget);
