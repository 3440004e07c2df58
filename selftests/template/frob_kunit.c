// SPDX-License-Identifier: GPL-2.0
/*
 * The suite "frob": each case opens with the rule that it pins. An assertion inside of a
 * DEFER_FN is safe: its deferred calls are made.
 */
#include <kunit/kdefer.h>
#include <kunit/test.h>
#include <linux/module.h>

#include "frob_parse.c"

/* With the lock that it wants. */
DEFER_FN(void, parse, struct frob *, frob, const char *, text)
{
	defer_guard(mutex, &frob->lock);
	frob_parse(frob, text);
}

static int frob_suite_init(struct kunit *test)
{
	struct frob *frob = kunit_kzalloc(test, sizeof(*frob), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, frob);
	mutex_init(&frob->lock);
	INIT_LIST_HEAD(&frob->entries);
	test->priv = frob;
	return 0;
}

static void frob_suite_exit(struct kunit *test)
{
	struct frob *frob = test->priv;

	frob_clear(&frob->entries);
}

/* What was parsed can be got by its name. */
static void test_get_of_what_was_parsed(struct kunit *test)
{
	struct frob *frob = test->priv;

	KUNIT_EXPECT_NO_SOFT_PANIC(test, parse, frob, "a=1\nb=0x10\n");
	KUNIT_EXPECT_EQ(test, frob_get(frob, "a"), 1);
	KUNIT_EXPECT_EQ(test, frob_get(frob, "b"), 16);
	KUNIT_EXPECT_EQ(test, frob_get(frob, "c"), -ENOENT);
}

/* A text that is refused leaves the table as it was, and the lock free. */
static void test_parse_of_a_lie(struct kunit *test)
{
	struct frob *frob = test->priv;

	KUNIT_EXPECT_NO_SOFT_PANIC(test, parse, frob, "a=1\n");
	KUNIT_EXPECT_SOFT_PANIC_TEXT(test, -EINVAL, "'b' has no value", parse,
				     frob, "a=2\nb\n");
	KUNIT_EXPECT_SOFT_PANIC(test, -EINVAL, parse, frob, "a=2\nb=x\n");
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&frob->lock));
	KUNIT_EXPECT_EQ(test, frob_get(frob, "a"), 1);
}

/* Whatever fails in the middle, nothing is left held. */
static void test_each_step_may_fail(struct kunit *test)
{
	struct frob *frob = test->priv;

	KUNIT_EXPECT_SURVIVES_INJECTION(test, parse, frob, "a=1\nb=2\n");
	KUNIT_EXPECT_NOTHING_HELD(test, frob_get, frob, "a");
}

static struct kunit_case cases[] = {
	KUNIT_CASE(test_get_of_what_was_parsed),
	KUNIT_CASE(test_parse_of_a_lie),
	KUNIT_CASE(test_each_step_may_fail),
	{},
};

static struct kunit_suite suite = {
	.name = "frob",
	.init = frob_suite_init,
	.exit = frob_suite_exit,
	.test_cases = cases,
};

kunit_test_suite(suite);

MODULE_DESCRIPTION("Tests of frob");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
