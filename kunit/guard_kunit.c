// SPDX-License-Identifier: GPL-2.0
/*
 * Guards for a statement and guards that may fail: defer_scoped_guard(),
 * defer_acquire(), defer_holds().
 */
#include <linux/mutex.h>
#include <linux/string.h>

#include <linux/kdefer.h>

#include "endings.h"
#include "suite.h"
#include "trace.h"

ENDING_PARAM;

/* A lock that says when it is taken and let go, and can be busy. */
struct latch {
	bool busy;
};

static void latch_take(struct latch *l)
{
	tell("+");
}

static bool latch_try(struct latch *l)
{
	tell(l->busy ? "busy" : "+");
	return !l->busy;
}

static void latch_drop(struct latch *l)
{
	tell("-");
}

DEFINE_GUARD(latch, struct latch *, latch_take(_T), latch_drop(_T))
DEFINE_GUARD_COND(latch, _try, latch_try(_T))

static struct latch latch, other;

DEFER_FN(int, hold_for_a_statement, enum how, how)
{
	defer_scoped_guard(latch, &latch)
	{
		say("in");
		end(how);
	}
	say("out");
	return 0;
}

/* Held for the statement, and let go on a soft panic and an exit. */
static void a_scoped_guard_holds_for_its_statement(struct kunit *test)
{
	const struct ending *e = test->param_value;

	EXPECT_RUN(test, run(hold_for_a_statement, e->how), e->result,
		   e->how == BY_RETURN ? "+ in - out" : "+ in -");
}

DEFER_FN(int, leave_by_break_and_continue, enum how, how)
{
	int i;

	for (i = 0; i < 2; i++) {
		defer_scoped_guard(latch, &latch)
		{
			defer_scoped_guard(latch, &other) break;
			if (!i)
				continue;
			say("second");
		}
		say("after");
	}
	defer_scoped_guard(latch, &latch) return 0;
	return 1;
}

/* "break", "continue" and "return" leave the statement, and nothing else. */
static void a_scoped_guard_is_left_like_a_loop(struct kunit *test)
{
	EXPECT_RUN(test, run(leave_by_break_and_continue, BY_RETURN), 0,
		   "+ + - - after + + - second - after + -");
}

DEFER_FN(int, acquire, enum how, how)
{
	defer_acquire(latch_try, -EBUSY, &latch);
	say("in");
	end(how);
	return 0;
}

/* A lock that is not had is given up for, and not let go. */
static void acquire_holds_or_gives_up(struct kunit *test)
{
	const struct ending *e = test->param_value;

	EXPECT_RUN(test, run(acquire, e->how), e->result, "+ in -");
	latch.busy = true;
	KUNIT_EXPECT_EQ(test, run(acquire, e->how), -EBUSY);
	latch.busy = false;
	EXPECT_TOLD(test, "busy");
}

DEFER_FN(int, go_on_without, enum how, how)
{
	defer_class(latch_try, guard, &latch);

	say(defer_holds(latch_try, &guard) ? "held" : "not-held");
	end(how);
	return 0;
}

/* Who wants to go on without the lock asks. */
static void holds_says_whether_it_was_taken(struct kunit *test)
{
	const struct ending *e = test->param_value;

	EXPECT_RUN(test, run(go_on_without, e->how), e->result, "+ held -");
	latch.busy = true;
	KUNIT_EXPECT_EQ(test, run(go_on_without, e->how), e->result);
	latch.busy = false;
	EXPECT_TOLD(test, "busy not-held");
}

DEFER_FN(int, hold_if_free_for_a_statement, struct latch *, l)
{
	defer_scoped_guard(latch_try, l) say("in");
	say("out");
	return 0;
}

/* As scoped_guard() does it: without the lock the statement is not for it. */
static void a_scoped_guard_that_fails_skips_its_statement(struct kunit *test)
{
	struct latch busy = { .busy = true };

	hold_if_free_for_a_statement(&busy);
	EXPECT_TOLD(test, "busy out");
	forget(test);
	hold_if_free_for_a_statement(&other);
	EXPECT_TOLD(test, "+ in - out");
}

static DEFINE_MUTEX(mutex);

RECOVER_FN(int, try_mutex)
{
	defer_recover();
	defer_acquire(mutex_try, -EBUSY, &mutex);
	return mutex_is_locked(&mutex);
}

RECOVER_FN(int, lock_mutex_unless_interrupted)
{
	defer_recover();
	defer_acquire(mutex_intr, -EINTR, &mutex);
	return mutex_is_locked(&mutex);
}

/* Those of mutexes are there, whatever the kernel. */
static void a_mutex_need_not_be_had(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, try_mutex(), 1);
	KUNIT_EXPECT_EQ(test, lock_mutex_unless_interrupted(), 1);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&mutex));
	mutex_lock(&mutex);
	KUNIT_EXPECT_EQ(test, try_mutex(), -EBUSY);
	KUNIT_EXPECT_TRUE(test, mutex_is_locked(&mutex));
	mutex_unlock(&mutex);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(a_scoped_guard_that_fails_skips_its_statement),
	KUNIT_CASE_PARAM(a_scoped_guard_holds_for_its_statement,
			 ending_gen_params),
	KUNIT_CASE(a_scoped_guard_is_left_like_a_loop),
	KUNIT_CASE_PARAM(acquire_holds_or_gives_up, ending_gen_params),
	KUNIT_CASE_PARAM(holds_says_whether_it_was_taken, ending_gen_params),
	KUNIT_CASE(a_mutex_need_not_be_had),
	{},
};

DEFINE_SUITE("kdefer_guard", .init = forget);
