// SPDX-License-Identifier: GPL-2.0
/*
 * Hooks at the entry of functions, by ftrace, as live patches have them.
 *
 * One that redirects its function is the only one that does: while it is there, the
 * function cannot be patched live, nor the other way round. So it is there only as long
 * as it is needed. It is permanent: neither kernel.ftrace_enabled nor what switches off
 * kprobes takes it away, and the first of these cannot be written. It does not look
 * whether it is running already, so that one in an interrupt, or in a handler of
 * somebody else's, is heard of as well.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/ftrace.h>
#include <linux/printk.h>
#include <linux/string.h>

#include <arch_hook.h>

#include "hook.h"
#include "symbol.h"

static void on_call(unsigned long ip, unsigned long parent_ip,
		    struct ftrace_ops *ops, struct ftrace_regs *fregs)
{
	struct hook *hook = container_of(ops, struct hook, ops);
	struct pt_regs room __uninitialized;
	struct pt_regs *regs = arch_hook_begin(fregs, &room);

	hook->entered(hook, regs);
	arch_hook_end(fregs, regs);
}

static int arm(struct hook *hook)
{
	unsigned char name[KSYM_NAME_LEN];
	unsigned long bytes;
	int err;

	hook->ops = (struct ftrace_ops){
		.func = on_call,
		.flags = ARCH_HOOK_FLAGS | FTRACE_OPS_FL_PERMANENT |
			 (hook->redirects ? FTRACE_OPS_FL_IPMODIFY : 0),
	};
	strscpy(name, hook->symbol, sizeof(name));
	err = ftrace_set_filter(&hook->ops, name, strlen(name), 1);
	if (!err)
		err = register_ftrace_function(&hook->ops);
	if (err)
		ftrace_free_filter(&hook->ops);
	else
		hook->at = symbol_find(hook->symbol, &bytes);
	return err;
}

static const char *reason(int err)
{
	switch (err) {
	case -EBUSY:
		return "a live patch or another tracer redirects it, or kernel.ftrace_enabled is 0";
	case -EINVAL:
		return "this kernel has no such function, or none that can be traced";
	default:
		return "ftrace refuses";
	}
}

/**
 * hook_set() - have a hook, or have it not
 * @hook:   the hook
 * @wanted: which of them
 *
 * Where it cannot be had the log says why.
 *
 * Context: Process context. Sleeps. One at a time for each hook.
 */
void hook_set(struct hook *hook, bool wanted)
{
	int err;

	if (hook->armed == wanted)
		return;
	if (!wanted) {
		WRITE_ONCE(hook->armed, false);
		unregister_ftrace_function(&hook->ops);
		ftrace_free_filter(&hook->ops);
		return;
	}
	err = arm(hook);
	if (err)
		pr_notice("no hook at %s: %s (%pe): %s\n", hook->symbol,
			  reason(err), ERR_PTR(err), hook->without);
	WRITE_ONCE(hook->armed, !err);
}

/**
 * hook_is_armed() - is a hook there?
 * @hook: the hook
 *
 * Ftrace may have given up on itself after a bug, without telling.
 *
 * Context: Any context.
 * Return: true if its function is called first.
 */
bool hook_is_armed(const struct hook *hook)
{
	return READ_ONCE(hook->armed) &&
	       (!hook->at || arch_hook_is_written(hook->at));
}
