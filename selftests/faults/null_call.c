// SPDX-License-Identifier: GPL-2.0
/*
 * A deferred call of a function that is not there, Go's nil func: the fault is the
 * call's own. Nothing of it lies on the stack; its caller is the module's loop.
 */
#include <linux/kernel.h>

#include "calls.h"

/* A string, and no code. */
static const char data[] = "data";

static call_fn *const bad_calls[] = { NULL, (call_fn *)24, (call_fn *)data };

static void check_calls(enum ending how, int result, int replaced)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad_calls); i++) {
		start();
		CHECK_EQ(calls(bad_calls[i], how), result);
		CHECK_EQ(order, 321);
		CHECK_EQ(seen.panics, 1);
		CHECK_EQ(seen.err, -EFAULT);
		CHECK_EQ(seen.prev_err, replaced);
	}
}

/* Each of the others runs once, and the panic is handed on as ever. */
static void test_return(void)
{
	check_calls(RETURNS, 7, 0);
}

static void test_panic(void)
{
	check_calls(PANICS, 7, -EIO);
}

static void test_exit(void)
{
	check_calls(EXITS, 9, 0);
}

DEFER_FN(int, inner, enum ending, how)
{
	STEP(4);
	defer_call((call_fn *)NULL, NULL);
	STEP(5);
	end(how);
	return 0;
}

RECOVER_FN(int, outer, enum ending, how)
{
	STEP(1);
	defer_recover_with(recover_7, NULL);
	STEP(2);
	if (trap_faults())
		return -EOPNOTSUPP;
	return inner(how);
}

/* The same one frame below the one that recovers. */
static void test_below(void)
{
	start();
	CHECK_EQ(outer(RETURNS), 7);
	CHECK_EQ(order, 5421);
	CHECK_EQ(seen.prev_err, 0);
	start();
	CHECK_EQ(outer(PANICS), 7);
	CHECK_EQ(order, 5421);
	CHECK_EQ(seen.prev_err, -EIO);
}

/* A handler that is not there. */
RECOVER_FN(int, no_handler, enum ending, how)
{
	STEP(1);
	defer_recover_with(recover_7, NULL);
	STEP(2);
	defer_recover_with(NULL, NULL);
	if (trap_faults())
		return -EOPNOTSUPP;
	end(how);
	return 5;
}

static void test_handler(void)
{
	start();
	CHECK_EQ(no_handler(PANICS), 7);
	CHECK_EQ(order, 21);
	CHECK_EQ(seen.prev_err, -EIO);
}

RECOVER_FN(int, null_remains, int, unused)
{
	STEP(1);
	defer_call((call_fn *)NULL, NULL);
	STEP(2);
	defer_recover_with(recover_7, NULL);
	if (trap_faults())
		return -EOPNOTSUPP;
	soft_panic(-EIO, "on purpose");
}

RECOVER_FN(int, around_remains, int, unused)
{
	defer_recover_with(recover_7, NULL);
	STEP(3);
	return null_remains(0);
}

/* One that remains after a recovery raises a panic of its own. */
static void test_remains(void)
{
	start();
	CHECK_EQ(around_remains(0), 7);
	CHECK_EQ(order, 213);
	CHECK_EQ(seen.panics, 2);
	CHECK_EQ(seen.err, -EFAULT);
	CHECK_EQ(seen.prev_err, 0);
}

const struct fault_case null_call_cases[] = {
	{ "null_call/return", test_return },
	{ "null_call/panic", test_panic },
	{ "null_call/exit", test_exit },
	{ "null_call/below", test_below },
	{ "null_call/handler", test_handler },
	{ "null_call/remains", test_remains },
	{}
};
