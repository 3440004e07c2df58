// SPDX-License-Identifier: GPL-2.0
/*
 * The registers that belong to the caller: a gate and a recovery leave them alone.
 */
#include <linux/errno.h>

#include <linux/kdefer.h>

#include "endings.h"
#include "registers.h"
#include "suite.h"

static const struct registers patterns = {
	.rbx = 0xb0b1b2b3b4b5b6b7,
	.rbp = 0xc0c1c2c3c4c5c6c7,
	.r12 = 0x1212121212121212,
	.r13 = 0x1313131313131313,
	.r14 = 0x1414141414141414,
	.r15 = 0x1515151515151515,
};

/* Uses all of them, as the functions between a RECOVER_FN and a panic may. */
static noinline int use_registers(enum how how)
{
	asm volatile("mov	$-1, %%rbx\n\t"
		     "mov	%%rbx, %%r12\n\t"
		     "mov	%%rbx, %%r13\n\t"
		     "mov	%%rbx, %%r14\n\t"
		     "mov	%%rbx, %%r15" ::
			     : "rbx", "r12", "r13", "r14", "r15");
	end(how);
	return 0;
}

static void use_them_deferred(void *how)
{
	use_registers((long)how);
}

#define DEFERRED(how) ((void *)(long)(how))

DEFER_FN(int, defer_fn)
{
	return use_registers(BY_RETURN);
}

DEFER_FN(int, defer_fn_with_call)
{
	defer_call(use_them_deferred, DEFERRED(BY_RETURN));
	return use_registers(BY_RETURN);
}

RECOVER_FN(int, recover_fn)
{
	return use_registers(BY_RETURN);
}

RECOVER_FN(int, recover_fn_with_call)
{
	defer_call(use_them_deferred, DEFERRED(BY_RETURN));
	return use_registers(BY_RETURN);
}

RECOVER_FN(int, recover_panic)
{
	defer_recover();
	return use_registers(BY_PANIC);
}

RECOVER_FN(int, recover_panic_with_calls)
{
	defer_call(use_them_deferred, DEFERRED(BY_RETURN));
	defer_recover();
	defer_call(use_them_deferred, DEFERRED(BY_RETURN));
	return use_registers(BY_PANIC);
}

RECOVER_FN(int, recover_panic_of_call)
{
	defer_recover();
	defer_call(use_them_deferred, DEFERRED(BY_PANIC));
	return use_registers(BY_RETURN);
}

RECOVER_FN(int, recover_two_panics)
{
	defer_recover();
	defer_call(use_them_deferred, DEFERRED(BY_PANIC));
	return use_registers(BY_PANIC);
}

RECOVER_FN(int, leave_by_exit)
{
	return use_registers(BY_EXIT);
}

static const struct row {
	const char *name;
	int (*function)(void);
	int result;
} rows[] = {
	{ "DEFER_FN", defer_fn, 0 },
	{ "DEFER_FN with a call", defer_fn_with_call, 0 },
	{ "RECOVER_FN", recover_fn, 0 },
	{ "RECOVER_FN with a call", recover_fn_with_call, 0 },
	{ "recovery", recover_panic, -EIO },
	{ "recovery with calls", recover_panic_with_calls, -EIO },
	{ "recovery from a deferred call", recover_panic_of_call, -EIO },
	{ "recovery after a takeover", recover_two_panics, -EIO },
	{ "exit", leave_by_exit, -EINTR },
};

NAMED_PARAM(row, rows);

/* However a function ends, its caller finds rbx, rbp and r12 to r15 as they were. */
static void callers_registers_stay(struct kunit *test)
{
	const struct row *row = test->param_value;
	struct registers after = {};

	KUNIT_EXPECT_EQ(test,
			call_with_patterns(row->function, &patterns, &after),
			row->result);
	KUNIT_EXPECT_EQ(test, after.rbx, patterns.rbx);
	KUNIT_EXPECT_EQ(test, after.rbp, expected_rbp(&patterns));
	KUNIT_EXPECT_EQ(test, after.r12, patterns.r12);
	KUNIT_EXPECT_EQ(test, after.r13, patterns.r13);
	KUNIT_EXPECT_EQ(test, after.r14, patterns.r14);
	KUNIT_EXPECT_EQ(test, after.r15, patterns.r15);
}

static int add_up(long a, long b, long c, long d, long e, long f)
{
	return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f;
}

/* Keeps more values across the calls than there are registers to keep them in. */
static void values_across_recoveries_stay(struct kunit *test)
{
	long a = recover_panic(), b = defer_fn_with_call(), c = leave_by_exit();
	long d = recover_two_panics(), e = recover_fn(), f = recover_panic();

	KUNIT_EXPECT_EQ(test, add_up(a, b, c, d, e, f),
			add_up(-EIO, 0, -EINTR, -EIO, 0, -EIO));
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(callers_registers_stay, row_gen_params),
	KUNIT_CASE(values_across_recoveries_stay),
	{},
};

DEFINE_SUITE("kdefer_registers");
