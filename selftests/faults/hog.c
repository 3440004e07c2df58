// SPDX-License-Identifier: GPL-2.0
/*
 * Takes page_fault_oops() for itself, as a live patch does: only one may change where
 * a function goes.
 */
#include <linux/ftrace.h>
#include <linux/module.h>

static void notrace on_call(unsigned long ip, unsigned long parent_ip,
			    struct ftrace_ops *ops, struct ftrace_regs *regs)
{
}

static struct ftrace_ops ops = {
	.func = on_call,
	.flags = FTRACE_OPS_FL_SAVE_REGS | FTRACE_OPS_FL_IPMODIFY,
};

static int __init hog_init(void)
{
	unsigned char name[] = "page_fault_oops";
	int err = ftrace_set_filter(&ops, name, sizeof(name) - 1, 1);

	return err ?: register_ftrace_function(&ops);
}

static void __exit hog_exit(void)
{
	unregister_ftrace_function(&ops);
	ftrace_free_filter(&ops);
}

module_init(hog_init);
module_exit(hog_exit);

MODULE_DESCRIPTION("Keeps page_fault_oops() from everybody else");
MODULE_LICENSE("GPL");
