// SPDX-License-Identifier: GPL-2.0
/*
 * A live patch of page_fault_oops(). What it puts in its place is never called in the
 * tests: no fault comes while it is there.
 */
#include <linux/ptrace.h>

static void patched_page_fault_oops(struct pt_regs *regs, unsigned long error,
				    unsigned long address)
{
	panic("the patched page_fault_oops() was called");
}

#define LIVE_PATCH_OBJECT NULL
#define LIVE_PATCH_FUNCTION "page_fault_oops"
#define LIVE_PATCH_BY patched_page_fault_oops
#include "../live_patch.h"

MODULE_DESCRIPTION("A live patch of page_fault_oops()");
MODULE_LICENSE("GPL");
