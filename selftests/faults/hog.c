// SPDX-License-Identifier: GPL-2.0
/*
 * Takes functions for itself, as a live patch does: only one
 * may change where a function goes.
 */
#include <linux/ftrace.h>
#include <linux/kallsyms.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/string.h>

static char *function[4];
static unsigned int nr_functions;
module_param_array(function, charp, &nr_functions, 0444);
MODULE_PARM_DESC(function, "which functions");

static void notrace on_call(unsigned long ip, unsigned long parent_ip,
			    struct ftrace_ops *ops, struct ftrace_regs *regs)
{
}

/* Where they cannot be saved all that there is may be changed. */
#ifdef CONFIG_DYNAMIC_FTRACE_WITH_REGS
#define REGS FTRACE_OPS_FL_SAVE_REGS
#else
#define REGS 0
#endif

static struct ftrace_ops ops = {
	.func = on_call,
	.flags = FTRACE_OPS_FL_IPMODIFY | REGS,
};

static int __init hog_init(void)
{
	unsigned char name[KSYM_NAME_LEN];
	unsigned int i;
	int err = 0;

	for (i = 0; i < nr_functions && !err; i++) {
		strscpy(name, function[i], sizeof(name));
		err = ftrace_set_filter(&ops, name, strlen(name), i == 0);
	}
	return err ?: register_ftrace_function(&ops);
}

static void __exit hog_exit(void)
{
	unregister_ftrace_function(&ops);
	ftrace_free_filter(&ops);
}

module_init(hog_init);
module_exit(hog_exit);

MODULE_DESCRIPTION("Keeps functions from everybody else");
MODULE_LICENSE("GPL");
