// SPDX-License-Identifier: GPL-2.0
/*
 * soft_try() and its kin: what counts as a failure, for each type.
 */
#include <linux/err.h>
#include <linux/limits.h>

#include <linux/kdefer.h>

#include "suite.h"
#include "trace.h"

/* clang-format off */

/* A function that gives up with the failures of a type, and returns its values. */
#define DEFINE_TRY(type, name)						\
RECOVER_FN(type, try_##name, type, value)				\
{									\
	defer_recover();						\
	tell("%s", #name);						\
	value = soft_try(value);					\
	say("ok");							\
	return value;							\
}

DEFINE_TRY(short, short)
DEFINE_TRY(int, int)
DEFINE_TRY(long, long)
DEFINE_TRY(long long, long_long)
DEFINE_TRY(ssize_t, ssize_t)
DEFINE_TRY(void *, pointer)
DEFINE_TRY(const struct kunit *, const_pointer)

/* clang-format on */

/* A negative integer of any width is a failure. */
static void negative_integers_fail(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, (int)try_short(-1), -1);
	KUNIT_EXPECT_EQ(test, try_int(-EIO), -EIO);
	KUNIT_EXPECT_EQ(test, try_long(-EINVAL), (long)-EINVAL);
	KUNIT_EXPECT_EQ(test, try_long_long(-MAX_ERRNO), (long long)-MAX_ERRNO);
	EXPECT_RUN(test, try_ssize_t(-EFAULT), (ssize_t)-EFAULT,
		   "short int long long_long ssize_t");
}

/* Zero and positive integers are values, up to the largest. */
static void other_integers_are_values(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, (int)try_short(SHRT_MAX), SHRT_MAX);
	KUNIT_EXPECT_EQ(test, try_int(0), 0);
	KUNIT_EXPECT_EQ(test, try_int(INT_MAX), INT_MAX);
	KUNIT_EXPECT_EQ(test, try_long(1L << 31), 1L << 31);
	KUNIT_EXPECT_EQ(test, try_long_long(LLONG_MAX), LLONG_MAX);
	EXPECT_RUN(test, try_ssize_t(1), (ssize_t)1,
		   "short ok int ok int ok long ok long_long ok ssize_t ok");
}

/* An error pointer fails with its errno, NULL with -ENOMEM. */
static void error_pointers_and_null_fail(struct kunit *test)
{
	KUNIT_EXPECT_PTR_EQ(test, try_pointer(ERR_PTR(-EPERM)),
			    ERR_PTR(-EPERM));
	KUNIT_EXPECT_PTR_EQ(test, try_pointer(ERR_PTR(-MAX_ERRNO)),
			    ERR_PTR(-MAX_ERRNO));
	KUNIT_EXPECT_PTR_EQ(test, try_pointer(NULL), ERR_PTR(-ENOMEM));
	EXPECT_TOLD(test, "pointer pointer pointer");
}

/* Any other pointer is a value, although it may look like a negative number. */
static void other_pointers_are_values(struct kunit *test)
{
	void *highest = (void *)-MAX_ERRNO - 1;

	KUNIT_EXPECT_PTR_EQ(test, try_pointer(test), (void *)test);
	KUNIT_EXPECT_PTR_EQ(test, try_pointer(highest), highest);
	KUNIT_EXPECT_PTR_EQ(test, (void *)try_const_pointer(test),
			    (void *)test);
	EXPECT_TOLD(test, "pointer ok pointer ok const_pointer ok");
}

static int evaluations;

static int evaluate(int result)
{
	evaluations++;
	return result;
}

static void tell_text(struct soft_panic *p, void *arg)
{
	char text[32];

	if (!p)
		return;
	soft_panic_message(p, text, sizeof(text));
	say(text);
	recover(p, 0);
}

RECOVER_FN(int, try_expression)
{
	defer_recover_with(tell_text, NULL);
	soft_try(evaluate(1));
	return soft_try(evaluate(-1));
}

/* The expression is evaluated once; its text is the reason. */
static void the_expression_is_the_reason(struct kunit *test)
{
	evaluations = 0;
	try_expression();
	KUNIT_EXPECT_EQ(test, evaluations, 2);
	EXPECT_TOLD(test, "evaluate(-1)");
}

static int is_failed = 1;

RECOVER_FN(int, panic_on)
{
	defer_recover_with(tell_text, NULL);
	soft_panic_on(!is_failed);
	say("passed");
	soft_panic_on(is_failed % 2 == 1);
	return 1;
}

/* The reason of soft_panic_on() is the text of its condition, as it is written. */
static void the_condition_is_the_reason(struct kunit *test)
{
	EXPECT_RUN(test, panic_on(), 0, "passed is_failed % 2 == 1");
}

/* clang-format off */

/* A function that gives up with -EIO, whatever the failure of a type says. */
#define DEFINE_TRY_OR(type, name)					\
RECOVER_FN(type, try_##name##_or, type, value)				\
{									\
	defer_recover();						\
	return soft_try_or(value, -EIO);				\
}

DEFINE_TRY_OR(short, short)
DEFINE_TRY_OR(int, int)
DEFINE_TRY_OR(ssize_t, ssize_t)
DEFINE_TRY_OR(void *, pointer)

/* clang-format on */

/* What fails is what soft_try() says; the errno is the other one. */
static void failures_have_the_other_errno(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, (int)try_short_or(-1), -EIO);
	KUNIT_EXPECT_EQ(test, try_int_or(-ENOENT), -EIO);
	KUNIT_EXPECT_EQ(test, try_ssize_t_or(-EFAULT), (ssize_t)-EIO);
	KUNIT_EXPECT_PTR_EQ(test, try_pointer_or(NULL), ERR_PTR(-EIO));
	KUNIT_EXPECT_PTR_EQ(test, try_pointer_or(ERR_PTR(-EPERM)),
			    ERR_PTR(-EIO));
}

/* Values are values. */
static void values_pass_whatever_the_errno(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, (int)try_short_or(7), 7);
	KUNIT_EXPECT_EQ(test, try_int_or(0), 0);
	KUNIT_EXPECT_EQ(test, try_ssize_t_or(LONG_MAX), (ssize_t)LONG_MAX);
	KUNIT_EXPECT_PTR_EQ(test, try_pointer_or(test), (void *)test);
}

RECOVER_FN(int, try_or_expression)
{
	defer_recover_with(tell_text, NULL);
	soft_try_or(evaluate(1), evaluate(-EPERM));
	return soft_try_or(evaluate(-1), evaluate(-EBUSY));
}

/* Both are evaluated once, the errno only on a failure; the reason is the expression. */
static void the_errno_is_evaluated_on_failure(struct kunit *test)
{
	evaluations = 0;
	try_or_expression();
	KUNIT_EXPECT_EQ(test, evaluations, 3);
	EXPECT_TOLD(test, "evaluate(-1)");
}

RECOVER_FN(int, panic_if, int, cond)
{
	defer_recover_with(tell_text, NULL);
	soft_panic_if(cond == 1, -ERANGE, "no %d", evaluate(cond));
	if (cond)
		soft_panic_if(cond, evaluate(-EDOM), "plain");
	else
		say("passed");
	return 1;
}

/* soft_panic_if() says what it is told, which is evaluated only if the condition holds. */
static void panic_if_has_its_own_reason(struct kunit *test)
{
	evaluations = 0;
	EXPECT_RUN(test, panic_if(0), 1, "passed");
	KUNIT_EXPECT_EQ(test, evaluations, 0);
	EXPECT_RUN(test, panic_if(1), 0, "no 1");
	EXPECT_RUN(test, panic_if(2), 0, "plain");
	KUNIT_EXPECT_EQ(test, evaluations, 2);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(negative_integers_fail),
	KUNIT_CASE(other_integers_are_values),
	KUNIT_CASE(error_pointers_and_null_fail),
	KUNIT_CASE(other_pointers_are_values),
	KUNIT_CASE(the_expression_is_the_reason),
	KUNIT_CASE(the_condition_is_the_reason),
	KUNIT_CASE(failures_have_the_other_errno),
	KUNIT_CASE(values_pass_whatever_the_errno),
	KUNIT_CASE(the_errno_is_evaluated_on_failure),
	KUNIT_CASE(panic_if_has_its_own_reason),
	{},
};

DEFINE_SUITE("kdefer_try", .init = forget);
