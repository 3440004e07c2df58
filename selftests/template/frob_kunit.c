// SPDX-License-Identifier: GPL-2.0
/*
 * The suite "frob": each case opens with the rule that it pins. An assertion inside of a
 * DEFER_FN is safe: its deferred calls are made.
 */
#include <kunit/test.h>
#include <linux/module.h>

#include "frob_parse.c"

/* Gives up with an errno, as a system call would. */
RECOVER_FN(int, parse, struct frob *, frob, const char *, text)
{
	defer_recover();
	defer_guard(mutex, &frob->lock);
	frob_parse(frob, text);
	return 0;
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

	KUNIT_EXPECT_EQ(test, parse(frob, "a=1\nb=0x10\n"), 0);
	KUNIT_EXPECT_EQ(test, frob_get(frob, "a"), 1);
	KUNIT_EXPECT_EQ(test, frob_get(frob, "b"), 16);
	KUNIT_EXPECT_EQ(test, frob_get(frob, "c"), -ENOENT);
}

/* A text that is refused leaves the table as it was, and the lock free. */
static void test_parse_of_a_lie(struct kunit *test)
{
	struct frob *frob = test->priv;

	KUNIT_EXPECT_EQ(test, parse(frob, "a=1\n"), 0);
	KUNIT_EXPECT_EQ(test, parse(frob, "a=2\nb\n"), -EINVAL);
	KUNIT_EXPECT_EQ(test, parse(frob, "a=2\nb=x\n"), -EINVAL);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&frob->lock));
	KUNIT_EXPECT_EQ(test, frob_get(frob, "a"), 1);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(test_get_of_what_was_parsed),
	KUNIT_CASE(test_parse_of_a_lie),
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
