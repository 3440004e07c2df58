/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A module that is a live patch of one function and nothing else. Whoever includes this has said
 * of which object (NULL: the kernel) and function, and with what in its place: LIVE_PATCH_OBJECT,
 * LIVE_PATCH_FUNCTION, LIVE_PATCH_BY.
 */
#ifndef KDEFER_TEST_LIVE_PATCH_H
#define KDEFER_TEST_LIVE_PATCH_H

#include <linux/livepatch.h>
#include <linux/module.h>

static struct klp_func functions[] = { { .old_name = LIVE_PATCH_FUNCTION,
					 .new_func = LIVE_PATCH_BY },
				       {} };

static struct klp_object objects[] = { { .name = LIVE_PATCH_OBJECT,
					 .funcs = functions },
				       {} };

static struct klp_patch patch = {
	.mod = THIS_MODULE,
	.objs = objects,
};

static int __init patch_init(void)
{
	return klp_enable_patch(&patch);
}
module_init(patch_init);

static void __exit patch_exit(void)
{
}
module_exit(patch_exit);

MODULE_INFO(livepatch, "Y");

#endif /* KDEFER_TEST_LIVE_PATCH_H */
