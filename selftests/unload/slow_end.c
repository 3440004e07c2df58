// SPDX-License-Identifier: GPL-2.0
/*
 * A thread called "ender" takes its time when it ends, long after it has said that it does.
 */
#include <linux/delay.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/string.h>

static int on_exit_files(struct kprobe *probe, struct pt_regs *regs)
{
	if (!strcmp(current->comm, "ender"))
		mdelay(500);
	return 0;
}

static struct kprobe probe = {
	.symbol_name = "exit_files",
	.pre_handler = on_exit_files,
};

static int __init slow_end_init(void)
{
	return register_kprobe(&probe);
}

static void __exit slow_end_exit(void)
{
	unregister_kprobe(&probe);
}

module_init(slow_end_init);
module_exit(slow_end_exit);

MODULE_DESCRIPTION("Test of kdefer: a thread that takes its time to end");
MODULE_LICENSE("GPL");
