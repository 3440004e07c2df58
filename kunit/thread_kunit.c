// SPDX-License-Identifier: GPL-2.0
/*
 * A thread that ends inside functions with deferred calls, as an assertion of KUnit
 * ends it: each call is made, no function goes on. selftests/threads has the rest.
 */
#include <kunit/try-catch.h>

#include <linux/kdefer.h>

#include "handlers.h"
#include "suite.h"
#include "trace.h"

/* Without probes the calls are lost, as is reported: see kdefer_kunit_splat.expect. */
#define HAS_PROBES IS_ENABLED(CONFIG_KPROBES)

/* What a failed assertion comes to. */
static void fail(void *tc)
{
	say("fails");
	kunit_try_catch_throw(tc);
}

DEFER_FN(void, fails_inside, struct kunit_try_catch *, tc)
{
	defer_call(say, "first");
	defer_call(say, "second");
	fail(tc);
	say("goes-on");
}

RECOVER_FN(int, around, struct kunit_try_catch *, tc)
{
	defer_recover();
	defer_recover_with(look, "around");
	fails_inside(tc);
	say("goes-on");
	return 0;
}

static void try_around(void *tc)
{
	around(tc);
	say("goes-on");
}

DEFER_FN(void, fails_while_panicking, struct kunit_try_catch *, tc)
{
	defer_call(say, "last");
	defer_call(fail, tc);
	soft_panic(-EIO, "in flight");
}

RECOVER_FN(int, around_panic, struct kunit_try_catch *, tc)
{
	defer_recover();
	defer_recover_with(look, "around");
	fails_while_panicking(tc);
	return 0;
}

static void try_while_panicking(void *tc)
{
	around_panic(tc);
	say("goes-on");
}

static void caught(void *tc)
{
	say("caught");
}

static void run(struct kunit *test, kunit_try_catch_func_t try)
{
	struct kunit_try_catch tc = {
		.test = test,
		.try = try,
		.catch = caught,
	};

	kunit_try_catch_run(&tc, &tc);
}

/* A failed assertion makes the deferred calls outwards of it, before it is caught. */
static void an_assertion_makes_the_calls(struct kunit *test)
{
	run(test, try_around);
	EXPECT_TOLD(test, HAS_PROBES ? "fails second first around:0 caught" :
				       "fails caught");
}

/* In a deferred call it ends the soft panic that the call was made for. */
static void an_assertion_ends_a_panic(struct kunit *test)
{
	run(test, try_while_panicking);
	EXPECT_TOLD(test,
		    HAS_PROBES ? "fails last around:0 caught" : "fails caught");
}

static struct kunit_case cases[] = {
	KUNIT_CASE(an_assertion_makes_the_calls),
	KUNIT_CASE(an_assertion_ends_a_panic),
	{},
};

DEFINE_SUITE("kdefer_thread", .init = forget);
