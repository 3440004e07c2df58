// SPDX-License-Identifier: GPL-2.0
/*
 * Soft panics: who sees one, who stops it, what becomes of it when another is raised.
 */
#include <linux/errno.h>
#include <linux/kallsyms.h>

#include <linux/kdefer.h>

#include "handlers.h"
#include "suite.h"
#include "trace.h"

static noinline void fail(int err)
{
	soft_panic(err, "failed with %d", err);
}

static void fail_deferred(void *err)
{
	tell("fail%ld", (long)err);
	fail((long)err);
}

#define FAIL(err) ((void *)(long)(err))

RECOVER_FN(int, watch, bool, do_fail)
{
	defer_recover_with(look, "handler");
	if (do_fail)
		fail(-1);
	return 0;
}

RECOVER_FN(int, guard_watch, bool, do_fail)
{
	defer_recover_with(stop, "stop");
	return watch(do_fail);
}

/* A handler is handed NULL on a normal return, and the panic when there is one. */
static void handlers_see_what_is_in_flight(struct kunit *test)
{
	guard_watch(false);
	EXPECT_TOLD(test, "handler:0 stop:0");
	forget(test);
	guard_watch(true);
	EXPECT_TOLD(test, "handler:-1 stop:-1");
}

static struct soft_panic seen;
static int datum;

static void copy_panic(struct soft_panic *p, void *arg)
{
	seen = *p;
	recover(p, 0);
}

RECOVER_FN(void, raise_with_data)
{
	defer_recover_with(copy_panic, NULL);
	soft_panic_with(-ENODATA, &datum, "with data");
}

/* The handler finds why and where the panic was raised, and what it carries. */
static void a_panic_says_why_and_where(struct kunit *test)
{
	char where[KSYM_SYMBOL_LEN];

	raise_with_data();
	KUNIT_EXPECT_EQ(test, seen.err, -ENODATA);
	KUNIT_EXPECT_EQ(test, (int)seen.cause, (int)SOFT_PANIC_RAISED);
	KUNIT_EXPECT_EQ(test, seen.addr, 0UL);
	KUNIT_EXPECT_PTR_EQ(test, seen.data, (void *)&datum);
	snprintf(where, sizeof(where), "%ps", (void *)seen.ip);
	KUNIT_EXPECT_TRUE(test, !!strstr(where, "raise_with_data"));
}

RECOVER_FN(void, raise_without_data)
{
	defer_recover_with(copy_panic, NULL);
	soft_panic(-MAX_ERRNO, "without data");
}

/* A panic that carries nothing has no data; any errno may be its reason. */
static void a_panic_may_carry_nothing(struct kunit *test)
{
	raise_without_data();
	KUNIT_EXPECT_EQ(test, seen.err, -MAX_ERRNO);
	KUNIT_EXPECT_PTR_EQ(test, seen.data, NULL);
}

static noinline void plain(void)
{
	fail(-2);
	say("not-reached");
}

RECOVER_FN(int, inner)
{
	defer_recover_with(look, "inner");
	plain();
	say("not-reached");
	return 0;
}

RECOVER_FN(int, middle)
{
	defer_recover_with(look, "older");
	defer_recover();
	defer_recover_with(look, "newer");
	inner();
	say("not-reached");
	return 0;
}

RECOVER_FN(int, outer)
{
	int result;

	defer_recover_with(look, "outer");
	result = middle();
	tell("returned:%d", result);
	return 7;
}

/*
 * A panic goes outwards until a handler recovers it. The function of that handler
 * returns to its caller, which sees nothing of it; older handlers see NULL.
 */
static void recovery_ends_the_panic_in_its_frame(struct kunit *test)
{
	EXPECT_RUN(test, outer(), 7,
		   "inner:-2 newer:-2 older:0 returned:-2 outer:0");
}

RECOVER_FN(int, register_after_recovery)
{
	defer_call(say, "oldest");
	defer_recover();
	defer_call(say, "newest");
	fail(-3);
	return 0;
}

/* All deferred calls of the recovering frame run, those after it without panic. */
static void a_recovering_frame_runs_all_its_calls(struct kunit *test)
{
	EXPECT_RUN(test, register_after_recovery(), -3, "newest oldest");
}

RECOVER_FN(int, fail_at_return)
{
	defer_call(say, "oldest");
	defer_recover_with(stop, "stop");
	defer_recover_with(look, "look");
	defer_call(fail_deferred, FAIL(-4));
	defer_recover_with(look, "before");
	return 9;
}

/* A deferred call may give up on a normal return: the older ones deal with it. */
static void deferred_calls_may_panic_on_return(struct kunit *test)
{
	stop_result = -44;
	EXPECT_RUN(test, fail_at_return(), -44,
		   "before:0 fail-4 look:-4 stop:-4 oldest");
}

DEFER_FN(void, fail_at_return_unhandled)
{
	defer_call(say, "rest");
	defer_call(fail_deferred, FAIL(-5));
}

RECOVER_FN(int, catch_from_return)
{
	defer_recover();
	fail_at_return_unhandled();
	say("not-reached");
	return 0;
}

/* Raised by a deferred call on a normal return, a panic goes on to the callers. */
static void panics_on_return_reach_the_caller(struct kunit *test)
{
	EXPECT_RUN(test, catch_from_return(), -5, "fail-5 rest");
}

static void fail_in_handler(struct soft_panic *p, void *err)
{
	tell("handler:%d", p ? p->err : 0);
	fail((long)err);
}

RECOVER_FN(int, handler_that_fails)
{
	defer_recover_with(stop, "same-frame");
	defer_recover_with(fail_in_handler, FAIL(-7));
	fail(-6);
	return 0;
}

/* A panic in a handler replaces the one it was handed: older handlers see it. */
static void a_panic_in_a_handler_replaces(struct kunit *test)
{
	stop_result = 1;
	EXPECT_RUN(test, handler_that_fails(), 1, "handler:-6 same-frame:-7");
}

static void recover_then_fail(struct soft_panic *p, void *err)
{
	tell("recovers:%d", p ? p->err : 0);
	if (p)
		recover(p, 0);
	fail((long)err);
}

RECOVER_FN(int, recovers_and_fails)
{
	defer_recover_with(look, "same-frame");
	defer_recover_with(recover_then_fail, FAIL(-9));
	fail(-8);
	return 0;
}

RECOVER_FN(int, outside_recovers_and_fails)
{
	defer_recover();
	recovers_and_fails();
	say("not-reached");
	return 0;
}

/* recover() takes effect when the handler returns: one that gives up undoes it. */
static void recover_then_panic_goes_on(struct kunit *test)
{
	EXPECT_RUN(test, outside_recovers_and_fails(), -9,
		   "recovers:-8 same-frame:-9");
}

RECOVER_FN(int, older_call_fails)
{
	defer_recover_with(look, "never-recovers");
	defer_call(fail_deferred, FAIL(-11));
	defer_recover();
	fail(-10);
	return 0;
}

RECOVER_FN(int, outside_older_call_fails)
{
	defer_recover();
	return older_call_fails();
}

/* After a recovery the frame's older calls may give up: a new panic goes on. */
static void a_panic_after_recovery_is_new(struct kunit *test)
{
	EXPECT_RUN(test, outside_older_call_fails(), -11,
		   "fail-11 never-recovers:-11");
}

RECOVER_FN(int, own_handler)
{
	defer_recover_with(stop, "below");
	return 0;
}

RECOVER_FN(int, own_panic)
{
	defer_recover_with(stop, "own");
	fail(-13);
	return 0;
}

static void call_functions_with_handlers(struct soft_panic *p, void *arg)
{
	own_handler();
	own_panic();
	own_handler();
	tell("handler:%d", p->err);
}

RECOVER_FN(int, handlers_below_handlers)
{
	defer_recover();
	defer_recover_with(call_functions_with_handlers, NULL);
	fail(-12);
	return 0;
}

/*
 * A function that a handler calls sees NULL in its own handlers, or the panic that
 * was raised beneath it, never the one that the handler was handed.
 */
static void handlers_below_a_handler_see_their_own(struct kunit *test)
{
	EXPECT_RUN(test, handlers_below_handlers(), -12,
		   "below:0 own:-13 below:0 handler:-12");
}

static void panic_and_recover(void *arg)
{
	stop_result = -1;
	tell("%d", own_panic());
}

RECOVER_FN(int, independent_panic)
{
	defer_recover_with(look, "before-recovery");
	defer_recover();
	defer_recover_with(look, "after");
	defer_call(panic_and_recover, NULL);
	defer_recover_with(look, "before");
	fail(-14);
	return 0;
}

/* A panic that is recovered within a deferred call leaves the one around alone. */
static void a_panic_inside_a_deferred_call_is_apart(struct kunit *test)
{
	EXPECT_RUN(test, independent_panic(), -14,
		   "before:-14 own:-13 -1 after:-14 before-recovery:0");
}

static noinline void recover_below(struct soft_panic *p)
{
	recover(p, 15);
}

static void handler_with_helper(struct soft_panic *p, void *arg)
{
	recover_below(p);
	say("handler-goes-on");
}

RECOVER_FN(int, recovered_by_helper)
{
	defer_recover_with(handler_with_helper, NULL);
	fail(-15);
	return 0;
}

/* recover() may be called below the handler, which then runs to its end. */
static void helpers_of_a_handler_may_recover(struct kunit *test)
{
	EXPECT_RUN(test, recovered_by_helper(), 15, "handler-goes-on");
}

static bool is_failed;

RECOVER_FN(int, panic_on)
{
	defer_recover_with(copy_panic, NULL);
	soft_panic_on(is_failed);
	say("passed");
	soft_panic_on(!is_failed);
	return 0;
}

/* soft_panic_on() gives up with -EFAULT if its condition holds, else goes on. */
static void panic_on_a_condition(struct kunit *test)
{
	panic_on();
	EXPECT_TOLD(test, "passed");
	KUNIT_EXPECT_EQ(test, seen.err, -EFAULT);
}

static void tell_flight(void *name)
{
	struct soft_panic *p = soft_panicking();

	tell("%s:%d", (char *)name, p ? p->err : 0);
}

static void recover_and_tell(struct soft_panic *p, void *arg)
{
	tell_flight("fn");
	if (p)
		recover(p, 0);
	tell_flight("done");
}

DEFER_FN(void, tell_flight_at_return)
{
	defer_call(tell_flight, "left");
}

static void own_panic_inside(void *arg)
{
	tell_flight_at_return();
	own_panic();
	tell_flight("call");
}

RECOVER_FN(int, flight)
{
	defer_call(tell_flight, "rest");
	defer_recover_with(recover_and_tell, NULL);
	defer_call(own_panic_inside, NULL);
	tell_flight("body");
	fail(-16);
	return 0;
}

/*
 * soft_panicking() is the panic that makes the deferred call which it is asked in, or
 * one further out, and was not recovered.
 */
static void panicking_is_what_is_in_flight(struct kunit *test)
{
	flight();
	KUNIT_EXPECT_PTR_EQ(test, soft_panicking(), NULL);
	EXPECT_TOLD(test,
		    "body:0 left:-16 own:-13 call:-16 fn:-16 done:0 rest:0");
}

static struct kunit_case cases[] = {
	KUNIT_CASE(handlers_see_what_is_in_flight),
	KUNIT_CASE(a_panic_says_why_and_where),
	KUNIT_CASE(a_panic_may_carry_nothing),
	KUNIT_CASE(recovery_ends_the_panic_in_its_frame),
	KUNIT_CASE(a_recovering_frame_runs_all_its_calls),
	KUNIT_CASE(deferred_calls_may_panic_on_return),
	KUNIT_CASE(panics_on_return_reach_the_caller),
	KUNIT_CASE(a_panic_in_a_handler_replaces),
	KUNIT_CASE(recover_then_panic_goes_on),
	KUNIT_CASE(a_panic_after_recovery_is_new),
	KUNIT_CASE(handlers_below_a_handler_see_their_own),
	KUNIT_CASE(a_panic_inside_a_deferred_call_is_apart),
	KUNIT_CASE(helpers_of_a_handler_may_recover),
	KUNIT_CASE(panic_on_a_condition),
	KUNIT_CASE(panicking_is_what_is_in_flight),
	{},
};

DEFINE_SUITE("kdefer_panic", .init = forget);
