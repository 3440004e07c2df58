// SPDX-License-Identifier: GPL-2.0
/*
 * A live patch of page_fault_oops(). What it puts in its place is never called in the
 * tests: no fault comes while it is there.
 */
#include <linux/ptrace.h>

#include "../live_patch.h"

static void patched_page_fault_oops(struct pt_regs *regs, unsigned long error,
				    unsigned long address)
{
	panic("the patched page_fault_oops() was called");
}

module_live_patch(NULL, "page_fault_oops", patched_page_fault_oops);

MODULE_DESCRIPTION("A live patch of page_fault_oops()");
MODULE_LICENSE("GPL");
