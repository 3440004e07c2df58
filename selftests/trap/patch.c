// SPDX-License-Identifier: GPL-2.0
/*
 * A live patch of page_fault_oops(). What it puts in its place is never called in the
 * tests: no fault comes while it is there.
 */
#include <linux/livepatch.h>
#include <linux/module.h>
#include <linux/ptrace.h>

static void patched_page_fault_oops(struct pt_regs *regs, unsigned long error,
				    unsigned long address)
{
	panic("the patched page_fault_oops() was called");
}

static struct klp_func functions[] = { {
					       .old_name = "page_fault_oops",
					       .new_func =
						       patched_page_fault_oops,
				       },
				       {} };

static struct klp_object objects[] = { { .funcs = functions }, {} };

static struct klp_patch patch = {
	.mod = THIS_MODULE,
	.objs = objects,
};

static int __init patch_init(void)
{
	return klp_enable_patch(&patch);
}

static void __exit patch_exit(void)
{
}

module_init(patch_init);
module_exit(patch_exit);

MODULE_DESCRIPTION("A live patch of page_fault_oops()");
MODULE_LICENSE("GPL");
MODULE_INFO(livepatch, "Y");
