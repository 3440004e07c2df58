// SPDX-License-Identifier: GPL-2.0
/*
 * What is printed of panics that nobody recovers, and what is refused. The outermost
 * RECOVER_FN contains them, so that the case lives on.
 *
 * In the module of the suites that splat, behind those about mistakes: these warn
 * once, and those have seen to that.
 */
#include <linux/string.h>

#include <linux/kdefer.h>

#include "handlers.h"
#include "parameter.h"
#include "printed.h"
#include "suite.h"
#include "trace.h"

/* What fail() raises again when it is given no name. */
static const struct soft_panic *again;

static noinline __noclone void fail(void *name)
{
	if (!name)
		soft_repanic(again);
	soft_panic(-EIO, "%s", (char *)name);
}

static void stop_and_fail(struct soft_panic *p, void *name)
{
	recover(p, 0);
	fail(name);
}

static void stop_and_repanic(struct soft_panic *p, void *unused)
{
	recover(p, 0);
	soft_repanic(p);
}

static void leave(void *unused)
{
	soft_exit(-EINTR);
}

/* Calls a function that nobody recovers for, and compares what is printed. */
#define EXPECT_CHAIN(test, call, lines)                           \
	do {                                                      \
		printed_watch();                                  \
		call;                                             \
		printed_read();                                   \
		EXPECT_PRINTED_FIRST(test, lines "raised at:\n"); \
	} while (0)

RECOVER_FN(int, recovers_what_was_wrapped)
{
	defer_recover_with(stop, "taken");
	defer_recover_with(stop_and_fail, "b");
	fail("a");
	return 0;
}

RECOVER_FN(int, fails_afterwards)
{
	recovers_what_was_wrapped();
	fail("a");
	return 0;
}

/* P01: panics that were recovered before are not printed with a later one. */
static void earlier_chain_is_not_printed(struct kunit *test)
{
	EXPECT_CHAIN(test, fails_afterwards(),
		     "soft panic: a [-EIO] at fail\n");
	EXPECT_TOLD(test, "taken:-5");
}

/* Three panics in one frame; the first two are recovered by calls of their own. */
RECOVER_FN(int, two_are_recovered_and_one_is_not)
{
	defer_call(fail, "a");
	defer_recover_with(stop, "second");
	defer_call(fail, "e");
	defer_recover_with(stop, "first");
	fail("d");
	return 0;
}

DEFER_FN(int, defers_above)
{
	defer_call(say, "above");
	return two_are_recovered_and_one_is_not();
}

/* P02 P05: a panic that is raised after a recovery is alone. */
static void panic_after_a_recovery_is_alone(struct kunit *test)
{
	EXPECT_CHAIN(test, two_are_recovered_and_one_is_not(),
		     "soft panic: a [-EIO] at fail\n");
	EXPECT_TOLD(test, "first:-5 second:-5");
}

RECOVER_FN(int, contains)
{
	return defers_above();
}

/* P05: the same with a frame above that has calls of its own. */
static void frame_above_makes_its_calls_first(struct kunit *test)
{
	EXPECT_CHAIN(test, contains(), "soft panic: a [-EIO] at fail\n");
	EXPECT_TOLD(test, "first:-5 second:-5 above");
}

RECOVER_FN(void, fails_and_recovers, void *, name)
{
	defer_recover_with(stop, "inner");
	fail(name);
}

RECOVER_FN(int, newer_is_recovered_inside)
{
	defer_call(fails_and_recovers, "b");
	fail("a");
	return 0;
}

/* P03: a newer panic that was recovered leaves the first one alone. */
static void recovered_newer_panic_is_not_printed(struct kunit *test)
{
	EXPECT_CHAIN(test, newer_is_recovered_inside(),
		     "soft panic: a [-EIO] at fail\n");
	EXPECT_TOLD(test, "inner:-5");
}

RECOVER_FN(int, recovers_and_fails)
{
	defer_recover_with(stop_and_fail, "b");
	fail("a");
	return 0;
}

/* P04: recovered, and a new one in the same call: both, the first one marked. */
static void panic_in_the_recovering_call_is_printed_below(struct kunit *test)
{
	EXPECT_CHAIN(test, recovers_and_fails(),
		     "soft panic: a [-EIO] at fail [recovered]\n"
		     "\tsoft panic: b [-EIO] at fail\n");
}

RECOVER_FN(int, repanics)
{
	defer_recover_with(stop_and_repanic, NULL);
	fail("a");
	return 0;
}

/* P06: the same panic again is one line. */
static void repanicked_panic_is_one_line(struct kunit *test)
{
	EXPECT_CHAIN(test, repanics(),
		     "soft panic: a [-EIO] at fail [recovered, repanicked]\n");
}

RECOVER_FN(int, repanics_in_the_middle)
{
	defer_call(fail, "c");
	defer_recover_with(stop_and_repanic, NULL);
	defer_recover_with(stop_and_fail, "b");
	fail("a");
	return 0;
}

/* P07: also between others. */
static void repanicked_middle_is_one_line(struct kunit *test)
{
	EXPECT_CHAIN(test, repanics_in_the_middle(),
		     "soft panic: a [-EIO] at fail [recovered]\n"
		     "\tsoft panic: b [-EIO] at fail [recovered, repanicked]\n"
		     "\tsoft panic: c [-EIO] at fail\n");
}

static void fail_as_before(struct soft_panic *p, void *unused)
{
	again = soft_panic_prev(p);
	fail(NULL);
}

RECOVER_FN(int, sandwich)
{
	defer_recover_with(fail_as_before, NULL);
	defer_call(fail, "c");
	defer_call(fail, "b");
	fail("a");
	return 0;
}

/* P08: a different one in between keeps them apart. */
static void sandwich_is_not_one_line(struct kunit *test)
{
	EXPECT_CHAIN(test, sandwich(),
		     "soft panic: a [-EIO] at fail\n"
		     "\tsoft panic: b [-EIO] at fail\n"
		     "\tsoft panic: c [-EIO] at fail\n"
		     "\tsoft panic: b [-EIO] at fail\n");
}

static void repanic(struct soft_panic *p, void *unused)
{
	soft_repanic(p);
}

RECOVER_FN(int, repanics_without_recovery)
{
	defer_recover_with(repanic, NULL);
	fail("a");
	return 0;
}

/* P09: the same panic again without a recovery is one line, without a mark. */
static void same_panic_without_recovery_has_no_mark(struct kunit *test)
{
	EXPECT_CHAIN(test, repanics_without_recovery(),
		     "soft panic: a [-EIO] at fail\n");
}

RECOVER_FN(int, fails_in_an_exit)
{
	defer_recover_with(look, "sees");
	defer_call(fail, "a");
	leave(NULL);
	return 0;
}

/* P14: of a panic in an exit the panic is printed, the exit is not. */
static void panic_in_an_exit_is_printed_alone(struct kunit *test)
{
	EXPECT_CHAIN(test, fails_in_an_exit(),
		     "soft panic: a [-EIO] at fail\n");
	EXPECT_TOLD(test, "sees:-5");
}

RECOVER_FN(int, fails_again_in_an_exit)
{
	defer_call(fail, "a");
	defer_recover_with(stop, "taken");
	defer_call(fail, "e");
	defer_call(fail, "d");
	leave(NULL);
	return 0;
}

/* P14: nor are panics that were recovered while it was on its way. */
static void panic_after_a_recovery_in_an_exit_is_alone(struct kunit *test)
{
	EXPECT_CHAIN(test, fails_again_in_an_exit(),
		     "soft panic: a [-EIO] at fail\n");
	EXPECT_TOLD(test, "taken:-5");
}

RECOVER_FN(int, fails_three_times)
{
	defer_call(fail, "c");
	defer_call(fail, "b");
	fail("a");
	return 0;
}

/* P18: a chain is printed from the first to the last, then where the last was raised. */
static void chain_and_its_stack_are_printed(struct kunit *test)
{
	EXPECT_CHAIN(test, fails_three_times(),
		     "soft panic: a [-EIO] at fail\n"
		     "\tsoft panic: b [-EIO] at fail\n"
		     "\tsoft panic: c [-EIO] at fail\n");
	printed_watch();
	fails_three_times();
	printed_read();
	KUNIT_EXPECT_NOT_NULL(test,
			      strstr(printed.text, "raised at:\n fail\n"));
}

RECOVER_FN(int, fails_with_lines)
{
	defer_call(fail, "c");
	defer_recover_with(stop_and_fail, "b\nand\nmore");
	fail("a\n");
	return 0;
}

/*
 * P22: what follows a line break in a reason is indented, each line a line of the log of
 * its own. Of a later panic it is no further in. A line break at the end is none.
 */
static void further_lines_are_indented(struct kunit *test)
{
	EXPECT_CHAIN(test, fails_with_lines(),
		     "soft panic: a [-EIO] at fail [recovered]\n"
		     "\tsoft panic: b\n"
		     "\tand\n"
		     "\tmore [-EIO] at fail\n"
		     "\tsoft panic: c [-EIO] at fail\n");
}

static void recover_whatever(void *unused)
{
	recover(soft_panicking(), 9);
}

RECOVER_FN(int, recovers_in_a_plain_call)
{
	defer_recover_with(stop, "next");
	defer_call(recover_whatever, NULL);
	fail("a");
	return 0;
}

/* R03: recover() in a deferred call that was handed nothing changes nothing. */
static void recover_without_a_handler_is_refused(struct kunit *test)
{
	stop_result = 4;
	EXPECT_RUN(test, recovers_in_a_plain_call(), 4, "next:-5");
}

static void recover_it(void *p)
{
	say("late");
	recover(p, 9);
}

RECOVER_FN(void, recovers_below_a_newer, struct soft_panic *, p, void *, name)
{
	defer_recover_with(stop, "newer");
	defer_call(recover_it, p);
	fail("b");
}

RECOVER_FN(int, recovers_too_early)
{
	defer_recover_with(stop, "older");
	defer_recover_with(recovers_below_a_newer, NULL);
	soft_panic(-EBUSY, "a");
}

/* R25: nor does it take an older panic while a newer one is in flight. */
static void older_panic_cannot_be_recovered_below_a_newer(struct kunit *test)
{
	stop_result = 4;
	EXPECT_RUN(test, recovers_too_early(), 4, "late newer:-5 older:-16");
}

RECOVER_FN(int, fails_with_nothing, int, form)
{
	int nothing = 0;

	/* A constant is a build error. */
	OPTIMIZER_HIDE_VAR(nothing);
	defer_recover();
	if (form == 0)
		soft_panic(nothing, "nothing");
	if (form == 1)
		soft_panic_with(nothing, NULL, "nothing");
	soft_panic(nothing * form, "nothing");
}

/* P36 P37: a panic with nothing is a panic with an error of its own. */
static void panic_with_nothing_is_an_error(struct kunit *test)
{
	int form;

	for (form = 0; form < 3; form++)
		KUNIT_EXPECT_EQ(test, fails_with_nothing(form), -EINVAL);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(earlier_chain_is_not_printed),
	KUNIT_CASE(panic_after_a_recovery_is_alone),
	KUNIT_CASE(frame_above_makes_its_calls_first),
	KUNIT_CASE(recovered_newer_panic_is_not_printed),
	KUNIT_CASE(panic_in_the_recovering_call_is_printed_below),
	KUNIT_CASE(repanicked_panic_is_one_line),
	KUNIT_CASE(repanicked_middle_is_one_line),
	KUNIT_CASE(sandwich_is_not_one_line),
	KUNIT_CASE(same_panic_without_recovery_has_no_mark),
	KUNIT_CASE(panic_in_an_exit_is_printed_alone),
	KUNIT_CASE(panic_after_a_recovery_in_an_exit_is_alone),
	KUNIT_CASE(chain_and_its_stack_are_printed),
	KUNIT_CASE(further_lines_are_indented),
	KUNIT_CASE(recover_without_a_handler_is_refused),
	KUNIT_CASE(older_panic_cannot_be_recovered_below_a_newer),
	KUNIT_CASE(panic_with_nothing_is_an_error),
	{}
};

DEFINE_SUITE("kdefer_go_print", .init = forget, .suite_init = begin_containing,
	     .suite_exit = end_containing);
