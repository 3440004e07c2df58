// SPDX-License-Identifier: GPL-2.0
/*
 * The registers that belong to the caller: a gate and a recovery leave them alone.
 */
#include <linux/errno.h>

#include <linux/kdefer.h>

#include "../selftests/arch.h"
#include "endings.h"
#include "suite.h"

/* Uses all of them, as the functions between a RECOVER_FN and a panic may. */
static noinline int use_registers(enum how how)
{
	overwrite_preserved();
	end(how);
	return 0;
}

static void use_them_deferred(void *how)
{
	use_registers((long)how);
}

#define DEFERRED(how) ((void *)(long)(how))

DEFER_FN(long, defer_fn, void *, unused)
{
	return use_registers(BY_RETURN);
}

DEFER_FN(long, defer_fn_with_call, void *, unused)
{
	defer_call(use_them_deferred, DEFERRED(BY_RETURN));
	return use_registers(BY_RETURN);
}

RECOVER_FN(long, recover_fn, void *, unused)
{
	return use_registers(BY_RETURN);
}

RECOVER_FN(long, recover_fn_with_call, void *, unused)
{
	defer_call(use_them_deferred, DEFERRED(BY_RETURN));
	return use_registers(BY_RETURN);
}

RECOVER_FN(long, recover_panic, void *, unused)
{
	defer_recover();
	return use_registers(BY_PANIC);
}

RECOVER_FN(long, recover_panic_with_calls, void *, unused)
{
	defer_call(use_them_deferred, DEFERRED(BY_RETURN));
	defer_recover();
	defer_call(use_them_deferred, DEFERRED(BY_RETURN));
	return use_registers(BY_PANIC);
}

RECOVER_FN(long, recover_panic_of_call, void *, unused)
{
	defer_recover();
	defer_call(use_them_deferred, DEFERRED(BY_PANIC));
	return use_registers(BY_RETURN);
}

RECOVER_FN(long, recover_two_panics, void *, unused)
{
	defer_recover();
	defer_call(use_them_deferred, DEFERRED(BY_PANIC));
	return use_registers(BY_PANIC);
}

RECOVER_FN(long, leave_by_exit, void *, unused)
{
	return use_registers(BY_EXIT);
}

static const struct row {
	const char *name;
	long (*function)(void *unused);
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

/* However a function ends, its caller finds what it had in its registers. */
static void callers_registers_stay(struct kunit *test)
{
	const struct row *row = test->param_value;
	struct preserved registers = {};
	int i;

	/* Each byte of each is another. */
	for (i = 0; i < PRESERVED_REGISTERS; i++)
		registers.before[i] =
			0xb0b1b2b3b4b5b6b7 + i * 0x0808080808080808;
	KUNIT_EXPECT_EQ(test,
			call_with_preserved(row->function, NULL, &registers),
			row->result);
	for (i = 0; i < PRESERVED_REGISTERS; i++)
		KUNIT_EXPECT_EQ(test, registers.after[i], registers.before[i]);
}

static int add_up(long a, long b, long c, long d, long e, long f)
{
	return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f;
}

/* Keeps more values across the calls than there are registers to keep them in. */
static void values_across_recoveries_stay(struct kunit *test)
{
	long a = recover_panic(NULL), b = defer_fn_with_call(NULL);
	long c = leave_by_exit(NULL), d = recover_two_panics(NULL);
	long e = recover_fn(NULL), f = recover_panic(NULL);

	KUNIT_EXPECT_EQ(test, add_up(a, b, c, d, e, f),
			add_up(-EIO, 0, -EINTR, -EIO, 0, -EIO));
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(callers_registers_stay, row_gen_params),
	KUNIT_CASE(values_across_recoveries_stay),
	{},
};

DEFINE_SUITE("kdefer_registers");
