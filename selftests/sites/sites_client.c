// SPDX-License-Identifier: GPL-2.0
/*
 * Panics from few places, often, and from many, once each.
 */
#include <linux/kernel.h>

#include <linux/kdefer.h>

#include "../cases.h"

RECOVER_FN(int, busy)
{
	defer_recover();
	soft_panic(-EIO, "busy");
}

RECOVER_FN(int, rare)
{
	defer_recover();
	soft_panic(-EPERM, "rare");
}

RECOVER_FN(int, few)
{
	defer_recover();
	soft_panic(-EIO, "few");
}

/* For uncaught=contain. */
RECOVER_FN(int, unrecovered)
{
	soft_panic(-ENODATA, "nobody recovers");
}

static void case_busy(struct seq_file *out)
{
	int n;

	for (n = 0; n < 1000; n++)
		busy();
	seq_printf(out, "%d", n);
}

static void case_rare(struct seq_file *out)
{
	seq_printf(out, "%d", rare());
}

static void case_few(struct seq_file *out)
{
	seq_printf(out, "%d", few());
}

static void case_unrecovered(struct seq_file *out)
{
	seq_printf(out, "%d", unrecovered());
}

/* clang-format off */
#define ONE_SITE	do { if (!n--) soft_panic(-EIO, "one of many"); } while (0)
#define TEN_SITES	do { ONE_SITE; ONE_SITE; ONE_SITE; ONE_SITE; ONE_SITE;	\
			     ONE_SITE; ONE_SITE; ONE_SITE; ONE_SITE; ONE_SITE; } while (0)
#define HUNDRED_SITES	do { TEN_SITES; TEN_SITES; TEN_SITES; TEN_SITES; TEN_SITES;	\
			     TEN_SITES; TEN_SITES; TEN_SITES; TEN_SITES; TEN_SITES; } while (0)
/* clang-format on */

#define MANY 300

RECOVER_FN(int, many, int, n)
{
	defer_recover();
	HUNDRED_SITES;
	HUNDRED_SITES;
	HUNDRED_SITES;
	return 0;
}

static void case_many(struct seq_file *out)
{
	int n, bad = 0;

	for (n = 0; n < MANY; n++)
		bad += many(n) != -EIO;
	seq_printf(out, "%d", bad);
}

static const struct test_case cases[] = {
	TEST_CASE(busy),	TEST_CASE(rare), TEST_CASE(few),
	TEST_CASE(unrecovered), TEST_CASE(many),
};

module_cases(cases);

MODULE_DESCRIPTION("Test of kdefer: counters by site");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
