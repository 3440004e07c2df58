// SPDX-License-Identifier: GPL-2.0
/*
 * Faults for the script that reads what the log says of them. None may vanish.
 */
#include <linux/kernel.h>

#include "faults.h"

/* A site of its own for each case; the compiler must not see that they are the same. */
#define SITE(name)                                         \
	static noinline long site_##name(void *null)       \
	{                                                  \
		return READ_ONCE(*(int *)null) + __LINE__; \
	}

SITE(plain);
SITE(silent);
SITE(replaced);
SITE(exit_ends);
SITE(in_exit);
SITE(repanicked);

RECOVER_FN(int, trap, victim_fn *, victim, void *, arg)
{
	defer_recover();
	if (trap_faults())
		return -EOPNOTSUPP;
	return victim(arg);
}

static void test_plain(void)
{
	CHECK_EQ(trap(site_plain, NULL), -EFAULT);
}

static void test_silent(void)
{
	CHECK_EQ(trap(site_silent, NULL), -EFAULT);
}

static void test_many(void)
{
	unsigned long i;

	for (i = 0; i < VICTIM_SITES; i++)
		CHECK_EQ(trap(victim_site, (void *)i), -EFAULT);
}

static void raise(void *unused)
{
	soft_panic(-EIO, "on purpose");
}

static void leave(void *unused)
{
	soft_exit(9);
}

DEFER_FN(long, replaced, void *, arg)
{
	defer_call(raise, NULL);
	return site_replaced(arg);
}

/* Another panic takes its place, and that one is recovered. */
static void test_replaced(void)
{
	CHECK_EQ(trap(replaced, NULL), -EIO);
}

DEFER_FN(long, ended, void *, arg)
{
	defer_call(leave, NULL);
	return site_exit_ends(arg);
}

/* An exit ends it. */
static void test_exit_ends(void)
{
	CHECK_EQ(trap(ended, NULL), 9);
}

static void fault_in_exit(void *arg)
{
	site_in_exit(arg);
}

RECOVER_FN(int, exits, void *, arg)
{
	defer_recover();
	defer_call(fault_in_exit, arg);
	if (trap_faults())
		return -EOPNOTSUPP;
	soft_exit(9);
}

/* It is recovered during an exit, which goes on. */
static void test_in_exit(void)
{
	CHECK_EQ(exits(NULL), 9);
}

static void again(struct soft_panic *p, void *unused)
{
	soft_repanic(p);
}

RECOVER_FN(long, repanicked, void *, arg)
{
	defer_recover_with(again, NULL);
	return site_repanicked(arg);
}

/* It is raised again, and then recovered. */
static void test_repanicked(void)
{
	CHECK_EQ(trap(repanicked, NULL), -EFAULT);
}

const struct fault_case report_cases[] = {
	{ "report/plain", test_plain },
	{ "report/silent", test_silent },
	{ "report/many", test_many },
	{ "report/replaced", test_replaced },
	{ "report/exit_ends", test_exit_ends },
	{ "report/in_exit", test_in_exit },
	{ "report/repanicked", test_repanicked },
	{}
};
