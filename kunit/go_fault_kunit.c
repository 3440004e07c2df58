// SPDX-License-Identifier: GPL-2.0
/*
 * Mistakes that a function finds out about, and the reasons that it gives. Where a
 * test of Go needs a fault of the CPU, soft_panic() stands for it at the same place:
 * User Mode Linux cannot trap_faults().
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "go_kunit.h"
#include "suite.h"

static void note_reason(struct soft_panic *p, void *result)
{
	char reason[48];

	if (!p)
		return;
	soft_panic_message(p, reason, sizeof(reason));
	note("%d:%s", p->cause, reason);
	recover(p, result);
}

RECOVER_FN(int, checked_read, const int *, values, int, index, int, length)
{
	defer_recover_with(note_reason, WORD(-1));
	soft_panic_on(index < 0 || index >= length);
	return values[index];
}

RECOVER_FN(int, checked_divide, int, a, int, b)
{
	defer_recover();
	soft_panic_on(b == 0);
	return a / b;
}

/* R26 R27 P13 F10 F56: a check that fails gives up with its own text, recoverably. */
static void failed_check_carries_its_text(struct kunit *test)
{
	static const int values[] = { 5, 6, 7 };

	KUNIT_EXPECT_EQ(test, checked_read(values, 2, 3), 7);
	KUNIT_EXPECT_EQ(test, checked_read(values, 3, 3), -1);
	KUNIT_EXPECT_EQ(test, checked_read(values, -1, 3), -1);
	KUNIT_EXPECT_EQ(test, checked_divide(6, 2), 3);
	EXPECT_RUN(
		test, checked_divide(6, 0), -EFAULT,
		"0:index < 0 || index >= length 0:index < 0 || index >= length");
}

struct copy {
	const char *from;
	char *to;
	int done;
};

static noinline char readable(const char *from, int i)
{
	if (!from[i])
		raise_value(14);
	return from[i];
}

static void take_the_count(struct soft_panic *p, void *copy)
{
	recover(p, ((struct copy *)copy)->done);
}

RECOVER_FN(int, copy_until_it_faults, struct copy *, copy)
{
	defer_recover_with(take_the_count, copy);
	for (copy->done = 0;; copy->done++)
		copy->to[copy->done] = readable(copy->from, copy->done);
	return -1;
}

/* R28 F08: what was done before the fault is seen, what comes after is not. */
static void effects_before_a_fault_are_exact(struct kunit *test)
{
	char to[16] = "................";
	struct copy copy = { "12345", to };

	KUNIT_EXPECT_EQ(test, copy_until_it_faults(&copy), 5);
	KUNIT_EXPECT_EQ(test, memcmp(to, "12345...........", sizeof(to)), 0);
}

static noinline bool faulting_read(void)
{
	raise_value(14);
	return true;
}

static void take_the_flag(struct soft_panic *p, void *flag)
{
	recover(p, *(bool *)flag);
}

RECOVER_FN(long, assign_after_the_fault, bool *, flag)
{
	defer_recover_with(take_the_flag, flag);
	*flag = faulting_read();
	return 2;
}

/* F42: an operand that faults does so before the assignment. */
static void fault_comes_before_the_assignment(struct kunit *test)
{
	bool flag = false;

	KUNIT_EXPECT_EQ(test, assign_after_the_fault(&flag), 0L);
	KUNIT_EXPECT_FALSE(test, flag);
}

/* Stands for a call through a NULL pointer: it faults when it is made. */
static void missing_function(void *unused)
{
	raise_value(14);
}

RECOVER_FN(int, defers_a_missing_function, int, n)
{
	int i;

	defer(step, 1);
	defer_recover_with(take, WORD(6));
	for (i = 0; i < n; i++)
		defer_call(missing_function, NULL);
	defer(step, 2);
	note("body");
	return 0;
}

/* D05 F17 C07 C08: a missing function fails when its turn comes, not before. */
static void missing_function_fails_when_it_is_called(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, defers_a_missing_function(1), 6);
	note("|");
	EXPECT_RUN(test, defers_a_missing_function(5), 6,
		   "body 2 took:14 1 | body 2 took:14 1");
}

struct file_ops {
	void (*close)(void *file);
};

RECOVER_FN(int, defer_a_method, const struct file_ops *, ops)
{
	defer_recover();
	defer(step, 1);
	defer_call(soft_try(ops)->close, NULL);
	note("body");
	return 0;
}

RECOVER_FN(int, defer_through_a_bad_receiver, int *, result)
{
	defer_recover_with(take, WORD(1));
	defer_call(missing_function, NULL);
	*result = 1;
	return *result;
}

RECOVER_FN(int, call_a_pointer, void (*)(void *arg), fn)
{
	defer_recover();
	soft_try(fn)(NULL);
	return 0;
}

/* F14 F15: looking up a method of nothing fails where the call is deferred. */
static void method_of_nothing_fails_where_it_is_deferred(struct kunit *test)
{
	EXPECT_RUN(test, defer_a_method(NULL), -ENOMEM, "1");
}

/* F16: a bad receiver is noticed when the call runs, after the result was set. */
static void bad_receiver_fails_when_the_call_runs(struct kunit *test)
{
	int result = 0;

	KUNIT_EXPECT_EQ(test, defer_through_a_bad_receiver(&result), 1);
	KUNIT_EXPECT_EQ(test, result, 1);
	EXPECT_NOTES(test, "took:14");
}

/* F58: so does a plain call of no function, with soft_try(). */
static void call_of_nothing_is_recoverable(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, call_a_pointer(NULL), -ENOMEM);
}

static char *borrowed;

static void overwrite_borrowed(void *unused)
{
	memset(borrowed, 'x', 3);
}

RECOVER_FN(int, reason_is_borrowed, char *, text)
{
	borrowed = text;
	defer_recover_with(note_reason, WORD(-1));
	defer_call(overwrite_borrowed, NULL);
	soft_panic(-EIO, "it is %s, %d%%", text, 100);
}

/* P20 P23: the reason is put into words before a deferred call can spoil it. */
static void reason_is_taken_before_deferred_calls(struct kunit *test)
{
	char text[] = "ripe";

	EXPECT_RUN(test, reason_is_borrowed(text), -1, "0:it is ripe, 100%");
	KUNIT_EXPECT_STREQ(test, (const char *)text, (const char *)"xxxe");
}

RECOVER_FN(int, reason_is_bad)
{
	defer_recover_with(note_reason, WORD(-1));
	soft_panic(-EIO, "%s and %s", (char *)16, (char *)NULL);
}

RECOVER_FN(int, reason_is_typed)
{
	defer_recover_with(note_reason, WORD(-1));
	soft_panic(-EIO, "%d %u %#x %c %s %pe", -5, 5U, 255, 'c', "text",
		   ERR_PTR(-EPERM));
}

/* P21: a reason that cannot be printed says so, and raises nothing. */
static void unprintable_reason_is_harmless(struct kunit *test)
{
	EXPECT_RUN(test, reason_is_bad(), -1, "0:(efault) and (null)");
}

/* F54 P33: a reason of every type is printed as printf() would. */
static void reason_of_every_type(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, reason_is_typed(), -1);
	if (IS_ENABLED(CONFIG_SYMBOLIC_ERRNAME))
		EXPECT_NOTES(test, "0:-5 5 0xff c text -EPERM");
	else
		EXPECT_NOTES(test, "0:-5 5 0xff c text -1");
}

static struct kunit_case cases[] = {
	KUNIT_CASE(failed_check_carries_its_text),
	KUNIT_CASE(effects_before_a_fault_are_exact),
	KUNIT_CASE(fault_comes_before_the_assignment),
	KUNIT_CASE(missing_function_fails_when_it_is_called),
	KUNIT_CASE(method_of_nothing_fails_where_it_is_deferred),
	KUNIT_CASE(bad_receiver_fails_when_the_call_runs),
	KUNIT_CASE(call_of_nothing_is_recoverable),
	KUNIT_CASE(reason_is_taken_before_deferred_calls),
	KUNIT_CASE(unprintable_reason_is_harmless),
	KUNIT_CASE(reason_of_every_type),
	{}
};

DEFINE_SUITE("kdefer_go_fault", .init = notes_begin);
