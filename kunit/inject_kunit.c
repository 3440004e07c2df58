// SPDX-License-Identifier: GPL-2.0
/*
 * Failures that are asked for: soft_try(), soft_panic_on() and deferred calls that need
 * memory fail in turn, and only in the thread that asked.
 */
#include <linux/err.h>
#include <linux/kallsyms.h>

#include <linux/kdefer.h>

#include "suite.h"
#include "trace.h"

static void tell_text(struct soft_panic *p, void *unused)
{
	char text[40];

	if (!p)
		return;
	soft_panic_message(p, text, sizeof(text));
	say(text);
	recover(p, p->err);
}

static int number(void)
{
	say("number");
	return 1;
}

static void nothing(void *unused)
{
}

/*
 * The handler and seven more have all the slots that a frame can have, whatever the compiler makes
 * of the loop.
 */
RECOVER_FN(int, work)
{
	static const char *const words[] = { "first", "second" };
	int i, n;

	defer_recover_with(tell_text, NULL);
	defer_call(nothing, NULL);
	defer_call(nothing, NULL);
	defer_call(nothing, NULL);
	defer_call(nothing, NULL);
	defer_call(nothing, NULL);
	defer_call(nothing, NULL);
	defer_call(nothing, NULL);
	n = soft_try(number());
	soft_panic_on(n != 1);
	for (i = 0; i < 2 * n; i++)
		defer_call(say, (void *)words[i]);
	return 0;
}

/* What was asked for fails, before it is done; what was deferred is made. */
static void each_fails_in_turn(struct kunit *test)
{
	kdefer_inject_nth(1);
	EXPECT_RUN(test, work(), -ENOMEM, "injected: number()");
	kdefer_inject_nth(2);
	EXPECT_RUN(test, work(), -EFAULT, "number injected: n != 1");
	kdefer_inject_nth(3);
	EXPECT_RUN(test, work(), -ENOMEM,
		   "number first no memory for a deferred call");
}

/* Once it has failed, nothing does any more. */
static void it_fails_once(struct kunit *test)
{
	kdefer_inject_nth(1);
	EXPECT_RUN(test, work(), -ENOMEM, "injected: number()");
	KUNIT_EXPECT_EQ(test, kdefer_inject_nth(0), 0);
	EXPECT_RUN(test, work(), 0, "number second first");
}

/* What was not reached is said. */
static void it_says_how_many_are_left(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, kdefer_inject_nth(5), 0);
	EXPECT_RUN(test, work(), 0, "number second first");
	KUNIT_EXPECT_EQ(test, kdefer_inject_nth(0), 1);
}

/* And where it was, once it was reached. */
static void it_says_where(struct kunit *test)
{
	char where[KSYM_SYMBOL_LEN];

	kdefer_inject_nth(2);
	KUNIT_EXPECT_EQ(test, kdefer_injected_at(), 0UL);
	EXPECT_RUN(test, work(), -EFAULT, "number injected: n != 1");
	snprintf(where, sizeof(where), "%pB", (void *)kdefer_injected_at());
	KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(where, "work+"), "%s", where);
	kdefer_inject_nth(0);
	KUNIT_EXPECT_EQ(test, kdefer_injected_at(), 0UL);
}

/* 0 is none, whatever was asked for before. */
static void it_can_be_called_off(struct kunit *test)
{
	kdefer_inject_nth(1);
	kdefer_inject_nth(0);
	EXPECT_RUN(test, work(), 0, "number second first");
}

static int take(int *err)
{
	say("take");
	*err = 0;
	return 1;
}

/* What it would give up with is known when it has failed, and not before. */
RECOVER_FN(int, told_why_afterwards)
{
	int err = 0;

	defer_recover_with(tell_text, NULL);
	soft_try_or(take(&err), err);
	soft_panic_if(err, err, "not taken");
	return 0;
}

/* What is counted has failed, also where the errno comes of what is not done then. */
static void an_errno_may_come_later(struct kunit *test)
{
	kdefer_inject_nth(1);
	EXPECT_RUN(test, told_why_afterwards(), -ENOMEM,
		   "injected: take(&err)");
	kdefer_inject_nth(2);
	EXPECT_RUN(test, told_why_afterwards(), -EFAULT, "take injected: err");
	kdefer_inject_nth(3);
	EXPECT_RUN(test, told_why_afterwards(), 0, "take");
	KUNIT_EXPECT_EQ(test, kdefer_inject_nth(0), 1);
}

/* The handler has one of the two places in the frame, and two calls have memory already. */
RECOVER_FN(int, reserve, unsigned int, n)
{
	defer_recover_with(tell_text, NULL);
	defer_call(say, "a");
	defer_call(say, "b");
	defer_call(say, "c");
	if (defer_reserve(n, GFP_KERNEL))
		return -ENOMEM;
	kdefer_inject_nth(1);
	for (; n; n--)
		defer_call(say, "d");
	return 0;
}

/* Calls for which there is a reserve do not fail: no memory is allocated for them. */
static void reserved_calls_do_not_fail(struct kunit *test)
{
	EXPECT_RUN(test, reserve(2), 0, "d d c b a");
	KUNIT_EXPECT_EQ(test, kdefer_inject_nth(0), 1);
	EXPECT_RUN(test, reserve(7), 0, "d d d d d d d c b a");
	KUNIT_EXPECT_EQ(test, kdefer_inject_nth(0), 1);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(each_fails_in_turn),
	KUNIT_CASE(an_errno_may_come_later),
	KUNIT_CASE(reserved_calls_do_not_fail),
	KUNIT_CASE(it_fails_once),
	KUNIT_CASE(it_says_how_many_are_left),
	KUNIT_CASE(it_says_where),
	KUNIT_CASE(it_can_be_called_off),
	{},
};

DEFINE_SUITE("kdefer_inject", .init = forget);
