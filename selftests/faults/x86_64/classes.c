// SPDX-License-Identifier: GPL-2.0
/*
 * Faults that only x86-64 has, and what its flags are then.
 */
#include "../classes.h"

DECLARE_VICTIM(read_backwards);
DECLARE_VICTIM(read_uaccess);
DECLARE_VICTIM(divide);
DECLARE_VICTIM(movs);

static void test_divide(void)
{
	OTHER_FAULT(divide, NULL, DIVIDE);
}

/* A string instruction stops in the middle. */
static void test_string(void)
{
	PAGE_FAULT(movs, at.null);
	check_fault(victim_movs, victim_movs_at, at.hole - 16,
		    SOFT_PANIC_PAGE_FAULT, at.hole);
}

/* The flags that the fault found set are not those that the caller goes on with. */
static void test_flags(void)
{
	PAGE_FAULT(read_backwards, at.null);
	PAGE_FAULT(read_uaccess, at.null);
	PAGE_FAULT(read_uaccess, at.user_hole);
	POISON_FAULT(read_uaccess);
}

CLASS_CASE(divide);
CLASS_CASE(string);
CLASS_CASE(flags);

const struct fault_case arch_class_cases[] = { { "class/divide", run_divide },
					       { "class/string", run_string },
					       { "class/flags", run_flags },
					       {} };
