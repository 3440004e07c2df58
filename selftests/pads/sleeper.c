// SPDX-License-Identifier: GPL-2.0
/*
 * A function whose cleanup sleeps until it is let go, also when it is run by a landing pad.
 */
#include <linux/cleanup.h>
#include <linux/completion.h>

#include <linux/kdefer.h>

#include "../cases.h"

static DECLARE_COMPLETION(may_go);
static bool waits, awake;

static void put(long *held)
{
	if (!awake) {
		WRITE_ONCE(waits, true);
		wait_for_completion(&may_go);
		WRITE_ONCE(waits, false);
	}
	*held = 0;
}

static noinline __noclone long gives_up(long n)
{
	if (n)
		soft_panic(-ENODATA, "given up");
	return n;
}

/* What a live patch has another version of. */
static noinline __noclone long pads_sleeper_holds(long n)
{
	long held __cleanup(put) = n;

	return gives_up(n) + held;
}

RECOVER_FN(long, attempt, long, n)
{
	defer_recover();
	return pads_sleeper_holds(n);
}

static void case_sleeps(struct seq_file *out)
{
	awake = false;
	seq_printf(out, "%ld", attempt(1));
}

/* What the function returns: 0, or as its other version says. */
static void case_returns(struct seq_file *out)
{
	awake = true;
	seq_printf(out, "%ld", attempt(0));
}

static void case_waits(struct seq_file *out)
{
	seq_puts(out, READ_ONCE(waits) ? "yes" : "no");
}

static void case_let_go(struct seq_file *out)
{
	complete(&may_go);
	seq_puts(out, "done");
}

static const struct test_case cases[] = {
	TEST_CASE(sleeps),
	TEST_CASE(returns),
	TEST_CASE(waits),
	TEST_CASE(let_go),
};

module_cases(cases);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("A landing pad that sleeps");
MODULE_INFO(import_ns, "KDEFER");
