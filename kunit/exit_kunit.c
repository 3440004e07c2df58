// SPDX-License-Identifier: GPL-2.0
/*
 * soft_exit(): every combination with panics, recoveries and other exits.
 */

#include <linux/kdefer.h>

#include "handlers.h"
#include "suite.h"
#include "trace.h"

#define CODE -100

static void leave(void *arg)
{
	say("exit");
	soft_exit(CODE);
}

static void raise(void *name)
{
	tell("fail-%s", (char *)name);
	soft_panic(-EIO, "%s", (char *)name);
}

static void tell_flight(void *name)
{
	tell("%s:%d", (char *)name, soft_panicking() ? 1 : 0);
}

/* The frames of most cases: the function under test is called by a RECOVER_FN. */
RECOVER_FN(int, outermost, int (*)(void), function)
{
	defer_recover_with(look, "outer");
	defer_recover();
	function();
	say("not-reached");
	return 1;
}

DEFER_FN(int, leave_deep)
{
	defer_call(say, "inner");
	leave(NULL);
	say("not-reached");
	return 2;
}

RECOVER_FN(int, leave_through_recover_fn)
{
	defer_recover_with(look, "middle");
	defer_recover();
	leave_deep();
	say("not-reached");
	return 3;
}

/*
 * An exit runs every deferred call up to the outermost RECOVER_FN, which returns the
 * code. No handler on the way stops it or sees a panic.
 */
static void exit_leaves_the_outermost(struct kunit *test)
{
	EXPECT_RUN(test, outermost(leave_through_recover_fn), CODE,
		   "exit inner middle:0 outer:0");
}

RECOVER_FN(int, leave_own_frame)
{
	defer_call(say, "rest");
	leave(NULL);
	return 4;
}

/* The outermost RECOVER_FN may leave itself. */
static void exit_from_the_outermost(struct kunit *test)
{
	EXPECT_RUN(test, leave_own_frame(), CODE, "exit rest");
}

RECOVER_FN(void *, exit_to_pointer)
{
	soft_exit(&stop_result);
}

RECOVER_FN(u8, exit_to_byte)
{
	soft_exit(0xff);
}

RECOVER_FN(void, exit_to_nothing)
{
	soft_exit(1);
}

/* The code may be anything that fits the result of the function that is left. */
static void exit_codes_of_any_type(struct kunit *test)
{
	KUNIT_EXPECT_PTR_EQ(test, exit_to_pointer(), (void *)&stop_result);
	KUNIT_EXPECT_EQ(test, exit_to_byte(), 0xff);
	exit_to_nothing();
}

RECOVER_FN(int, exit_in_panic)
{
	defer_recover_with(look, "handler");
	defer_call(tell_flight, "flight");
	defer_call(leave, NULL);
	raise("a");
	return 5;
}

/* An exit ends the panic that is in flight: older handlers see none. */
static void exit_ends_a_panic(struct kunit *test)
{
	EXPECT_RUN(test, outermost(exit_in_panic), CODE,
		   "fail-a exit flight:0 handler:0 outer:0");
}

static void recover_and_leave(struct soft_panic *p, void *arg)
{
	look(p, "recovers");
	if (arg)
		recover(p, 6);
	leave(NULL);
}

RECOVER_FN(int, exit_in_handler)
{
	defer_recover_with(look, "older");
	defer_recover_with(recover_and_leave, NULL);
	raise("a");
	return 7;
}

RECOVER_FN(int, exit_in_handler_that_recovered)
{
	defer_recover_with(look, "older");
	defer_recover_with(recover_and_leave, "");
	raise("a");
	return 7;
}

/* A handler may exit, whether it has recovered or not. */
static void handlers_may_exit(struct kunit *test)
{
	EXPECT_RUN(test, outermost(exit_in_handler), CODE,
		   "fail-a recovers:-5 exit older:0 outer:0");
	EXPECT_RUN(test, outermost(exit_in_handler_that_recovered), CODE,
		   "fail-a recovers:-5 exit older:0 outer:0");
}

RECOVER_FN(void, fail_and_recover, void *, arg)
{
	defer_recover_with(stop, "own");
	raise("own");
}

DEFER_FN(int, panic_inside_exit)
{
	defer_call(say, "rest");
	defer_call(fail_and_recover, NULL);
	leave(NULL);
	return 8;
}

/* A panic that is recovered inside a call that the exit makes is nothing to it. */
static void exit_survives_an_inner_panic(struct kunit *test)
{
	EXPECT_RUN(test, outermost(panic_inside_exit), CODE,
		   "exit fail-own own:-5 rest outer:0");
}

RECOVER_FN(int, panic_and_recover_in_frame)
{
	defer_recover_with(look, "oldest");
	defer_recover_with(stop, "stop");
	defer_call(raise, "a");
	leave(NULL);
	return 9;
}

/* One that is recovered by an older handler of the frame does not cancel it. */
static void exit_survives_a_recovery_in_the_frame(struct kunit *test)
{
	EXPECT_RUN(test, outermost(panic_and_recover_in_frame), CODE,
		   "exit fail-a stop:-5 oldest:0 outer:0");
}

DEFER_FN(int, leave_and_fail)
{
	defer_call(say, "rest");
	defer_call(raise, "a");
	leave(NULL);
	return 10;
}

RECOVER_FN(int, recover_further_out)
{
	defer_recover_with(look, "older");
	defer_recover_with(stop, "stop");
	leave_and_fail();
	say("not-reached");
	return 11;
}

/* Nor does one that is recovered further out; no function there goes on. */
static void exit_survives_a_recovery_further_out(struct kunit *test)
{
	EXPECT_RUN(test, outermost(recover_further_out), CODE,
		   "exit fail-a rest stop:-5 older:0 outer:0");
}

/* Nor one that is recovered in the very function that the exit leaves. */
static void exit_survives_a_recovery_at_its_end(struct kunit *test)
{
	EXPECT_RUN(test, outermost(leave_and_fail), CODE,
		   "exit fail-a rest outer:0");
}

static void leave_with_other_code(void *arg)
{
	say("exit-again");
	soft_exit(CODE - 1);
}

DEFER_FN(int, exit_twice)
{
	defer_call(say, "rest");
	defer_call(leave_with_other_code, NULL);
	defer_call(say, "once");
	leave(NULL);
	return 12;
}

/* An exit in a call that an exit makes takes over: the rest run once. */
static void exit_in_an_exit(struct kunit *test)
{
	EXPECT_RUN(test, outermost(exit_twice), CODE - 1,
		   "exit once exit-again rest outer:0");
}

DEFER_FN(int, exit_at_return)
{
	defer_call(say, "rest");
	defer_call(leave, NULL);
	return 13;
}

/* A deferred call may exit on a normal return: the function does not return. */
static void exit_on_a_normal_return(struct kunit *test)
{
	EXPECT_RUN(test, outermost(exit_at_return), CODE, "exit rest outer:0");
}

RECOVER_FN(int, exit_at_own_return)
{
	defer_call(say, "rest");
	defer_call(leave, NULL);
	return 14;
}

/* On the normal return of the outermost RECOVER_FN the code is its result. */
static void exit_on_the_outermost_return(struct kunit *test)
{
	EXPECT_RUN(test, exit_at_own_return(), CODE, "exit rest");
}

RECOVER_FN(int, exit_after_recovery)
{
	defer_call(say, "rest");
	defer_call(leave, NULL);
	defer_recover_with(stop, "stop");
	raise("a");
	return 15;
}

/* A call that runs after a recovery may exit, from there and from an inner frame. */
static void exit_after_a_recovery(struct kunit *test)
{
	EXPECT_RUN(test, exit_after_recovery(), CODE,
		   "fail-a stop:-5 exit rest");
	EXPECT_RUN(test, outermost(exit_after_recovery), CODE,
		   "fail-a stop:-5 exit rest outer:0");
}

static void leave_through_inner(void *arg)
{
	leave_through_recover_fn();
}

RECOVER_FN(int, exit_deep_in_panic)
{
	defer_recover_with(look, "handler");
	defer_call(leave_through_inner, NULL);
	raise("a");
	return 16;
}

/*
 * An exit below a deferred call of a panic leaves the outermost RECOVER_FN of the
 * whole stack, not that of the call, nor the one whose calls are being made.
 */
static void exit_below_a_deferred_call(struct kunit *test)
{
	EXPECT_RUN(test, outermost(exit_deep_in_panic), CODE,
		   "fail-a exit inner middle:0 handler:0 outer:0");
}

/* The same when it is the frame of the panic itself that is the outermost. */
static void exit_below_the_outermost_call(struct kunit *test)
{
	EXPECT_RUN(test, exit_deep_in_panic(), CODE,
		   "fail-a exit inner middle:0 handler:0");
}

static void tell_chain(struct soft_panic *p, void *arg)
{
	const struct soft_panic *older;
	char text[16];

	for (older = p; older; older = soft_panic_prev(older)) {
		soft_panic_message(older, text, sizeof(text));
		tell("<%s", text);
	}
	if (p)
		recover(p, 0);
}

RECOVER_FN(int, panic_exit_panic)
{
	defer_recover_with(tell_chain, NULL);
	defer_call(raise, "b");
	defer_call(leave, NULL);
	raise("a");
	return 17;
}

/* A panic during an exit that ended a panic still tells of that one. */
static void chains_reach_through_an_exit(struct kunit *test)
{
	EXPECT_RUN(test, outermost(panic_exit_panic), CODE,
		   "fail-a exit fail-b <b <a outer:0");
}

RECOVER_FN(int, exit_and_two_panics)
{
	defer_recover_with(tell_chain, NULL);
	defer_call(raise, "c");
	defer_recover_with(tell_chain, NULL);
	defer_call(raise, "b");
	leave(NULL);
	return 18;
}

/* Panics that an exit outlives, one after the other, do not tell of each other. */
static void a_panic_that_an_exit_outlives_is_over(struct kunit *test)
{
	EXPECT_RUN(test, outermost(exit_and_two_panics), CODE,
		   "exit fail-b <b fail-c <c outer:0");
}

RECOVER_FN(int, long_chains_around_exit)
{
	defer_recover_with(tell_chain, NULL);
	defer_call(raise, "f");
	defer_recover_with(tell_chain, NULL);
	defer_call(raise, "e");
	defer_call(raise, "d");
	defer_call(raise, "c");
	defer_call(leave, NULL);
	defer_call(raise, "b");
	raise("a");
	return 19;
}

/* That holds as well when those panics had pushed others out of the chain. */
static void an_exit_forgets_what_it_outlives(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, outermost(long_chains_around_exit), CODE);
	KUNIT_EXPECT_STREQ(test, strstr(told.text, "fail-f"),
			   "fail-f <f <a outer:0");
}

DEFER_FN(void, exit_and_fail_twice, void *, arg)
{
	defer_call(raise, "c");
	defer_call(raise, "b");
	leave(NULL);
}

RECOVER_FN(int, chains_brought_by_exit)
{
	defer_recover_with(tell_chain, NULL);
	defer_call(raise, "d");
	defer_recover_with(tell_chain, NULL);
	defer_call(exit_and_fail_twice, NULL);
	raise("a");
	return 22;
}

/* And when the exit itself began in a deferred call, and brought them along. */
static void an_exit_forgets_what_it_brought(struct kunit *test)
{
	EXPECT_RUN(test, outermost(chains_brought_by_exit), CODE,
		   "fail-a exit fail-b fail-c <c <b <a fail-d <d <a outer:0");
}

RECOVER_FN(int, exit_panic_exit)
{
	defer_recover_with(look, "handler");
	defer_call(leave_with_other_code, NULL);
	defer_call(raise, "a");
	leave(NULL);
	return 20;
}

/* An exit ends a panic that was raised during an exit. */
static void exit_ends_a_panic_of_an_exit(struct kunit *test)
{
	EXPECT_RUN(test, outermost(exit_panic_exit), CODE - 1,
		   "exit fail-a exit-again handler:0 outer:0");
}

static void try_to_leave(void *arg)
{
	int result = leave_own_frame();

	tell("inner-result:%d", result);
}

DEFER_FN(int, exit_in_call_on_return)
{
	defer_call(say, "older");
	defer_call(try_to_leave, NULL);
	return 21;
}

/* Without a RECOVER_FN further out, one below a deferred call is the outermost. */
static void exit_may_stay_in_a_deferred_call(struct kunit *test)
{
	EXPECT_RUN(test, exit_in_call_on_return(), 21,
		   "exit rest inner-result:-100 older");
}

static struct kunit_case cases[] = {
	KUNIT_CASE(exit_leaves_the_outermost),
	KUNIT_CASE(exit_from_the_outermost),
	KUNIT_CASE(exit_codes_of_any_type),
	KUNIT_CASE(exit_ends_a_panic),
	KUNIT_CASE(handlers_may_exit),
	KUNIT_CASE(exit_survives_an_inner_panic),
	KUNIT_CASE(exit_survives_a_recovery_in_the_frame),
	KUNIT_CASE(exit_survives_a_recovery_further_out),
	KUNIT_CASE(exit_survives_a_recovery_at_its_end),
	KUNIT_CASE(exit_in_an_exit),
	KUNIT_CASE(exit_on_a_normal_return),
	KUNIT_CASE(exit_on_the_outermost_return),
	KUNIT_CASE(exit_after_a_recovery),
	KUNIT_CASE(exit_below_a_deferred_call),
	KUNIT_CASE(exit_below_the_outermost_call),
	KUNIT_CASE(chains_reach_through_an_exit),
	KUNIT_CASE(a_panic_that_an_exit_outlives_is_over),
	KUNIT_CASE(an_exit_forgets_what_it_outlives),
	KUNIT_CASE(an_exit_forgets_what_it_brought),
	KUNIT_CASE(exit_ends_a_panic_of_an_exit),
	KUNIT_CASE(exit_may_stay_in_a_deferred_call),
	{},
};

DEFINE_SUITE("kdefer_exit", .init = forget);
