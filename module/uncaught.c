// SPDX-License-Identifier: GPL-2.0
/*
 * The parameter "uncaught": what follows a soft panic that nobody recovers.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "uncaught.h"

enum policy { UNCAUGHT_OOPS, UNCAUGHT_CONTAIN, UNCAUGHT_PANIC };

static const char *const policies[] = {
	[UNCAUGHT_OOPS] = "oops",
	[UNCAUGHT_CONTAIN] = "contain",
	[UNCAUGHT_PANIC] = "panic",
};

static enum policy uncaught = UNCAUGHT_OOPS;

static int uncaught_set(const char *val, const struct kernel_param *kp)
{
	int policy = sysfs_match_string(policies, val);

	if (policy < 0) {
		pr_err("uncaught=%.*s: must be oops, contain or panic\n",
		       (int)strcspn(val, "\n"), val);
		return policy;
	}
	WRITE_ONCE(uncaught, policy);
	return 0;
}

static int uncaught_get(char *buf, const struct kernel_param *kp)
{
	return sysfs_emit(buf, "%s\n", policies[READ_ONCE(uncaught)]);
}

static const struct kernel_param_ops uncaught_ops = {
	.set = uncaught_set,
	.get = uncaught_get,
};

module_param_cb(uncaught, &uncaught_ops, NULL, 0644);
MODULE_PARM_DESC(uncaught,
		 "after an uncaught soft panic: oops (default), contain, panic");

/* Does a panic that nobody recovers end in the outermost RECOVER_FN? */
bool uncaught_contains(void)
{
	return READ_ONCE(uncaught) == UNCAUGHT_CONTAIN;
}

/* Does it end the machine? */
bool uncaught_panics(void)
{
	return READ_ONCE(uncaught) == UNCAUGHT_PANIC;
}
