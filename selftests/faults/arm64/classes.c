// SPDX-License-Identifier: GPL-2.0
/*
 * Accesses that only arm64 has: of two words, of a block, and one that steps on.
 */
#include "../classes.h"

DECLARE_VICTIM(pair);
DECLARE_VICTIM(stepping);
DECLARE_VICTIM(zero_block);

static void test_pair(void)
{
	PAGE_FAULT(pair, at.null);
	check_fault(victim_pair, victim_pair_at, at.hole - sizeof(long),
		    SOFT_PANIC_PAGE_FAULT, at.hole);
}

static void test_stepping(void)
{
	check_fault(victim_stepping, victim_stepping_at, at.hole - sizeof(long),
		    SOFT_PANIC_PAGE_FAULT, at.hole);
}

static void test_zero_block(void)
{
	PAGE_FAULT(zero_block, at.null);
	PAGE_FAULT(zero_block, at.hole);
}

CLASS_CASE(pair);
CLASS_CASE(stepping);
CLASS_CASE(zero_block);

const struct fault_case arch_class_cases[] = {
	{ "class/pair", run_pair },
	{ "class/stepping", run_stepping },
	{ "class/zero_block", run_zero_block },
	{}
};
