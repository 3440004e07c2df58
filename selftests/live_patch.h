/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A module that is a live patch of one function and nothing else.
 */
#ifndef KDEFER_TEST_LIVE_PATCH_H
#define KDEFER_TEST_LIVE_PATCH_H

#include <linux/livepatch.h>
#include <linux/module.h>

/* clang-format off */
#define module_live_patch(object, function, replacement)		\
	static struct klp_func functions[] = {				\
		{ .old_name = function, .new_func = replacement }, {}	\
	};								\
	static struct klp_object objects[] = {				\
		{ .name = object, .funcs = functions }, {}		\
	};								\
	static struct klp_patch patch = {				\
		.mod = THIS_MODULE,					\
		.objs = objects,					\
	};								\
	static int __init patch_init(void)				\
	{								\
		return klp_enable_patch(&patch);			\
	}								\
	static void __exit patch_exit(void)				\
	{								\
	}								\
	module_init(patch_init);					\
	module_exit(patch_exit);					\
	MODULE_INFO(livepatch, "Y")
/* clang-format on */

#endif /* KDEFER_TEST_LIVE_PATCH_H */
