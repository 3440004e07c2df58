// SPDX-License-Identifier: GPL-2.0
/*
 * A direct user of ftrace that is not BPF, with trampolines of its own: one for which
 * the module has unwind data, unlike for what is generated at run time.
 *
 *	around=N	direct_entry, as in samples/ftrace/ftrace-direct.c
 *	around=Y	direct_around, which stays on the stack while the function runs
 */
#include <linux/atomic.h>
#include <linux/ftrace.h>
#include <linux/module.h>

#include "../bpf.h"
#include "direct.h"

static bool around;
module_param(around, bool, 0400);
MODULE_PARM_DESC(around, "stay on the stack while the function runs");

static char *functions[8];
static int count;
module_param_array(functions, charp, &count, 0400);
MODULE_PARM_DESC(functions, "of the kernel");

static atomic_t entries, returns;

static int entries_get(char *to, const struct kernel_param *unused)
{
	return sysfs_emit(to, "%d\n", atomic_read(&entries));
}

static int returns_get(char *to, const struct kernel_param *unused)
{
	return sysfs_emit(to, "%d\n", atomic_read(&returns));
}

static const struct kernel_param_ops entries_ops = { .get = entries_get };
static const struct kernel_param_ops returns_ops = { .get = returns_get };
module_param_cb(entries, &entries_ops, NULL, 0400);
module_param_cb(returns, &returns_ops, NULL, 0400);

void direct_seen_entry(void)
{
	atomic_inc(&entries);
	bpf_client_called();
}

void direct_seen_return(void)
{
	atomic_inc(&returns);
}

static struct ftrace_ops ops;

static unsigned long trampoline(void)
{
	return (unsigned long)(around ? direct_around : direct_entry);
}

static int __init direct_init(void)
{
	int i, err;

	for (i = 0; i < count; i++) {
		err = ftrace_set_filter(&ops, functions[i],
					strlen(functions[i]), 0);
		if (err)
			return err;
	}
	return count ? register_ftrace_direct(&ops, trampoline()) : 0;
}

static void __exit direct_exit(void)
{
	if (count)
		unregister_ftrace_direct(&ops, trampoline(), true);
}

module_init(direct_init);
module_exit(direct_exit);

MODULE_DESCRIPTION("Test of kdefer: a direct user of ftrace beside a client");
MODULE_LICENSE("GPL");
