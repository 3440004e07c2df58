// SPDX-License-Identifier: GPL-2.0
/*
 * A panic that nobody recovers, and the policy that the outermost RECOVER_FN contains
 * it. (The others end the machine here: User Mode Linux has no oops.)
 */
#include <linux/err.h>

#include <linux/kdefer.h>

#include "frames.h"
#include "handlers.h"
#include "parameter.h"
#include "printed.h"
#include "suite.h"
#include "trace.h"

static noinline __noclone void fail(void *name)
{
	soft_panic(-EIO, "%s", (char *)name);
}

RECOVER_FN(int, inner)
{
	defer_call(say, "inner");
	defer_recover_with(look, "handler");
	fail("a");
	return 0;
}

RECOVER_FN(int, outer)
{
	int result;

	defer_call(say, "oldest");
	result = inner();
	say("not-reached");
	return result;
}

/*
 * All deferred calls run, the panic and where it was raised are printed, and the
 * outermost RECOVER_FN, no other, returns the errno.
 */
static void the_outermost_contains_a_panic(struct kunit *test)
{
	int result;

	printed_watch();
	result = outer();
	printed_read();
	KUNIT_EXPECT_EQ(test, result, -EIO);
	EXPECT_TOLD(test, "handler:-5 inner oldest");
	EXPECT_PRINTED_FIRST(test, "soft panic: a [-EIO] at fail\n"
				   "raised at:\n"
				   " fail\n"
				   " __kdefer_body_inner\n"
				   " inner\n"
				   " __kdefer_body_outer\n"
				   " outer\n");
}

static void leave(void *arg)
{
	soft_exit(-EINTR);
}

static void recover_and_fail(struct soft_panic *p, void *name)
{
	recover(p, 0);
	fail(name);
}

static void repanic(struct soft_panic *p, void *do_recover)
{
	if (do_recover)
		recover(p, 0);
	soft_repanic(p);
}

RECOVER_FN(int *, chain)
{
	defer_call(fail, "d");
	defer_recover_with(recover_and_fail, "c");
	defer_call(fail, "b");
	fail("a");
	return NULL;
}

/* The panics of a chain are printed from the first to the last, as Go does. */
static void a_chain_is_printed_oldest_first(struct kunit *test)
{
	int *result;

	printed_watch();
	result = chain();
	printed_read();
	KUNIT_EXPECT_PTR_EQ(test, result, ERR_PTR(-EIO));
	EXPECT_PRINTED_FIRST(test,
			     "soft panic: a [-EIO] at fail\n"
			     "\tsoft panic: b [-EIO] at fail [recovered]\n"
			     "\tsoft panic: c [-EIO] at fail\n"
			     "\tsoft panic: d [-EIO] at fail\n"
			     "raised at:\n"
			     " fail\n");
}

RECOVER_FN(int, fail_six_times)
{
	defer_call(fail, "f");
	defer_call(fail, "e");
	defer_call(fail, "d");
	defer_call(fail, "c");
	defer_call(fail, "b");
	fail("a");
	return 0;
}

/* Of a long chain the number of those in between is printed. */
static void a_long_chain_is_counted(struct kunit *test)
{
	printed_watch();
	fail_six_times();
	printed_read();
	EXPECT_PRINTED_FIRST(test, "soft panic: a [-EIO] at fail\n"
				   "\t... 2 more\n"
				   "\tsoft panic: d [-EIO] at fail\n"
				   "\tsoft panic: e [-EIO] at fail\n"
				   "\tsoft panic: f [-EIO] at fail\n"
				   "raised at:\n");
}

/* Its chain is b, c, an exit that ends c, and what that recovers drops c: b and a gap. */
RECOVER_FN(void, brings_a_gap, void *, unused)
{
	defer_call(fail, "f");
	defer_recover_with(stop, "handler");
	defer_call(fail, "e");
	defer_call(fail, "e");
	defer_call(fail, "e");
	defer_call(leave, NULL);
	defer_call(fail, "c");
	fail("b");
}

RECOVER_FN(int, gap_below_a_panic)
{
	defer_call(brings_a_gap, NULL);
	fail("a");
	return 0;
}

/* A chain has one gap: where one with a gap joins another, what is between goes, too. */
static void a_joined_chain_has_one_gap(struct kunit *test)
{
	printed_watch();
	gap_below_a_panic();
	printed_read();
	EXPECT_TOLD(test, "handler:-5");
	EXPECT_PRINTED_FIRST(test, "soft panic: a [-EIO] at fail\n"
				   "\t... 2 more\n"
				   "\tsoft panic: f [-EIO] at fail\n"
				   "raised at:\n");
}

RECOVER_FN(void, repanic_once, void *, do_recover)
{
	defer_recover_with(repanic, do_recover);
	fail("a");
}

/* A panic that is raised again is one line, which says so if it was recovered. */
static void a_repanic_is_marked(struct kunit *test)
{
	static const char marked[] =
		"soft panic: a [-EIO] at fail [recovered, repanicked]\n"
		"raised at:\n"
		" repanic\n";

	printed_watch();
	repanic_once("");
	printed_read();
	EXPECT_PRINTED_FIRST(test, marked);
	printed_watch();
	repanic_once(NULL);
	printed_read();
	EXPECT_PRINTED_FIRST(test, "soft panic: a [-EIO] at fail\n"
				   "raised at:\n"
				   " repanic\n");
}

RECOVER_FN(int, panic_in_exit)
{
	defer_recover_with(look, "handler");
	defer_call(fail, "b");
	defer_call(leave, NULL);
	fail("a");
	return 0;
}

/* A panic that is raised during an exit, and stays, is contained like any other. */
static void a_panic_in_an_exit_is_contained(struct kunit *test)
{
	int result;

	printed_watch();
	result = panic_in_exit();
	printed_read();
	KUNIT_EXPECT_EQ(test, result, -EIO);
	EXPECT_TOLD(test, "handler:-5");
	EXPECT_PRINTED_FIRST(test, "soft panic: a [-EIO] at fail\n"
				   "\tsoft panic: b [-EIO] at fail\n"
				   "raised at:\n");
}

static void repanic_it(void *p)
{
	soft_repanic(p);
}

/* Recovers, and exits; on its way the panic is raised again, and there is another exit. */
DEFER_FN(void, repanic_between_exits, struct soft_panic *, p, void *, unused)
{
	defer_call(leave, NULL);
	defer_call(repanic_it, p);
	recover(p, 0);
	leave(NULL);
}

RECOVER_FN(int, repanics_between_exits)
{
	defer_call(fail, "b");
	defer_recover_with(repanic_between_exits, NULL);
	fail("a");
	return 0;
}

/*
 * A panic that is raised again in an exit has its own line: the exit lies between,
 * also when another one has ended the newer panic before it met the older.
 */
static void a_repanic_in_an_exit_is_another_panic(struct kunit *test)
{
	printed_watch();
	repanics_between_exits();
	printed_read();
	EXPECT_PRINTED_FIRST(test, "soft panic: a [-EIO] at fail [recovered]\n"
				   "\tsoft panic: a [-EIO] at repanic_it\n"
				   "\tsoft panic: b [-EIO] at fail\n"
				   "raised at:\n");
}

RECOVER_FN(int, recovers)
{
	defer_recover();
	fail("a");
	return 0;
}

RECOVER_FN(int, exits)
{
	leave(NULL);
	return 0;
}

/* What is recovered, and an exit, are nobody's concern: nothing is printed. */
static void recoveries_are_silent(struct kunit *test)
{
	printed_watch();
	KUNIT_EXPECT_EQ(test, recovers(), -EIO);
	KUNIT_EXPECT_EQ(test, exits(), -EINTR);
	printed_read();
	EXPECT_PRINTED(test, "");
}

RECOVER_FN(int, contained_below, int, n)
{
	if (n > 1)
		return contained_below(n - 1) + 1;
	fail("a");
	return 0;
}

static long frames_to_the_outermost(int n)
{
	long before = frames_counted();

	contained_below(n);
	return frames_counted() - before;
}

/* The outermost is looked for once, not from each function that may be it. */
static void finding_the_outermost_is_linear(struct kunit *test)
{
	expect_linear(test, frames_to_the_outermost(1),
		      frames_to_the_outermost(3), frames_to_the_outermost(23));
}

/* The policy is one of three words. */
static void the_policy_is_checked(struct kunit *test)
{
	printed_watch();
	KUNIT_EXPECT_EQ(test, set_policy("ignore"), -EINVAL);
	printed_read();
	EXPECT_PRINTED(test,
		       "uncaught=ignore: must be oops, contain or panic\n");
	KUNIT_EXPECT_EQ(test, outer(), -EIO);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(the_outermost_contains_a_panic),
	KUNIT_CASE(a_chain_is_printed_oldest_first),
	KUNIT_CASE(a_long_chain_is_counted),
	KUNIT_CASE(a_joined_chain_has_one_gap),
	KUNIT_CASE(a_repanic_is_marked),
	KUNIT_CASE(a_panic_in_an_exit_is_contained),
	KUNIT_CASE(a_repanic_in_an_exit_is_another_panic),
	KUNIT_CASE(recoveries_are_silent),
	KUNIT_CASE(finding_the_outermost_is_linear),
	KUNIT_CASE(the_policy_is_checked),
	{},
};

DEFINE_SUITE("kdefer_uncaught", .init = forget, .suite_init = begin_containing,
	     .suite_exit = end_containing);
