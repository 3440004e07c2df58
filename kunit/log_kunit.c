// SPDX-License-Identifier: GPL-2.0
/*
 * defer_recover_log(): what it says, and that it recovers as defer_recover() does.
 */
#include <linux/err.h>

#include <linux/kdefer.h>

#include "suite.h"
#include "trace.h"

/* The lines are this module's, not kdefer's. */
#define PRINTED_PREFIX KBUILD_MODNAME ": "
#include "printed.h"

static noinline void give_up(const char *text)
{
	soft_panic(-ENOSPC, "%s", text);
}

RECOVER_FN(int, recover_and_say, const char *, text)
{
	defer_recover_log(KERN_INFO);
	defer_call(say, "deferred");
	if (text)
		give_up(text);
	return 1;
}

/* The function returns the errno, and the line says the reason and both places. */
static void it_recovers_and_says_so(struct kunit *test)
{
	printed_watch();
	EXPECT_RUN(test, recover_and_say("full"), -ENOSPC, "deferred");
	printed_read();
	EXPECT_PRINTED(
		test,
		"full [-ENOSPC] at give_up, ended in recover_and_say" PRINTED_MODULE
		"\n");
}

/* A return says nothing. */
static void a_return_says_nothing(struct kunit *test)
{
	printed_watch();
	EXPECT_RUN(test, recover_and_say(NULL), 1, "deferred");
	printed_read();
	EXPECT_PRINTED(test, "");
}

/* Each line of a reason has the module's name: none passes for another's. */
static void each_line_has_the_prefix(struct kunit *test)
{
	printed_watch();
	recover_and_say("one\ntwo");
	printed_read();
	EXPECT_PRINTED(
		test,
		"one\n\ttwo [-ENOSPC] at give_up, ended in recover_and_say" PRINTED_MODULE
		"\n");
}

RECOVER_FN(void *, recover_pointer_and_say)
{
	defer_recover_log(KERN_DEBUG);
	give_up("as a pointer");
	return NULL;
}

static bool reached;

RECOVER_FN(void, recover_nothing_and_say)
{
	defer_recover_log(KERN_DEBUG);
	give_up("for nobody");
	reached = true;
}

/* Whatever type the errno is returned in, and where there is none. */
static void results_are_those_of_defer_recover(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, recover_pointer_and_say() == ERR_PTR(-ENOSPC));
	reached = false;
	recover_nothing_and_say();
	KUNIT_EXPECT_FALSE(test, reached);
}

static void panic_anew(void *text)
{
	soft_panic(-EIO, "%s", (char *)text);
}

RECOVER_FN(int, recover_a_chain)
{
	defer_recover_log(KERN_INFO);
	defer_call(panic_anew, "the newest");
	defer_call(panic_anew, "newer");
	give_up("the oldest");
	return 0;
}

/* -EIO comes of it, and these lines. */
static void expect_said(struct kunit *test, int (*recovers)(void),
			const char *lines)
{
	printed_watch();
	KUNIT_EXPECT_EQ(test, recovers(), -EIO);
	printed_read();
	EXPECT_PRINTED(test, lines);
}

/* Of a chain it is the newest that is recovered, and said. */
static void of_a_chain_the_newest_is_said(struct kunit *test)
{
	expect_said(
		test, recover_a_chain,
		"the newest [-EIO] at panic_anew, ended in recover_a_chain" PRINTED_MODULE
		"\n");
}

RECOVER_FN(int, recover_what_follows)
{
	defer_recover();
	defer_call(panic_anew, "the newer");
	defer_recover_log(KERN_INFO);
	give_up("the older");
	return 0;
}

/* What an older call raises then is another panic, and what recovers that is silent. */
static void of_what_follows_nothing_is_said(struct kunit *test)
{
	expect_said(
		test, recover_what_follows,
		"the older [-ENOSPC] at give_up, ended in recover_what_follows" PRINTED_MODULE
		"\n");
}

RECOVER_FN(int, recover_often)
{
	defer_recover_log(KERN_INFO);
	soft_panic(-EBUSY, "again");
}

/* Each place says no more than ten in five seconds, and recovers all the same. */
static void it_is_rate_limited(struct kunit *test)
{
	const char *line;
	unsigned int i, lines = 0;

	printed_watch();
	for (i = 0; i < 15; i++)
		KUNIT_EXPECT_EQ(test, recover_often(), -EBUSY);
	printed_read();
	for (line = printed.text; (line = strstr(line, "again")); line++)
		lines++;
	KUNIT_EXPECT_EQ(test, lines, DEFAULT_RATELIMIT_BURST);
}

RECOVER_FN(int, recover_within)
{
	defer_call(say, "older");
	defer_recover_log(KERN_DEBUG);
	defer_call(say, "newer");
	soft_exit(3);
}

/* An exit is no panic: it says nothing and goes on. */
static void an_exit_goes_on(struct kunit *test)
{
	printed_watch();
	EXPECT_RUN(test, recover_within(), 3, "newer older");
	printed_read();
	EXPECT_PRINTED(test, "");
}

static struct kunit_case cases[] = {
	KUNIT_CASE(it_recovers_and_says_so),
	KUNIT_CASE(a_return_says_nothing),
	KUNIT_CASE(each_line_has_the_prefix),
	KUNIT_CASE(results_are_those_of_defer_recover),
	KUNIT_CASE(of_a_chain_the_newest_is_said),
	KUNIT_CASE(of_what_follows_nothing_is_said),
	KUNIT_CASE(it_is_rate_limited),
	KUNIT_CASE(an_exit_goes_on),
	{},
};

DEFINE_SUITE("kdefer_log", .init = forget);
