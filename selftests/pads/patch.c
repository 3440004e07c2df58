// SPDX-License-Identifier: GPL-2.0
/*
 * A live patch of the function of pads_sleeper whose cleanup sleeps.
 */
#include <linux/livepatch.h>
#include <linux/module.h>

static long patched_holds(long n)
{
	return 77;
}

static struct klp_func functions[] = { {
					       .old_name = "pads_sleeper_holds",
					       .new_func = patched_holds,
				       },
				       {} };

static struct klp_object objects[] = { {
					       .name = "pads_sleeper",
					       .funcs = functions,
				       },
				       {} };

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

MODULE_DESCRIPTION("A live patch of a function with a landing pad");
MODULE_LICENSE("GPL");
MODULE_INFO(livepatch, "Y");
