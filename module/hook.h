/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Being there first when a function of the kernel is called, and perhaps sending the call
 * elsewhere.
 */
#ifndef KDEFER_HOOK_H
#define KDEFER_HOOK_H

#include <linux/types.h>

struct pt_regs;

#if defined(CONFIG_DYNAMIC_FTRACE_WITH_REGS) || \
	defined(CONFIG_DYNAMIC_FTRACE_WITH_ARGS)
#define KDEFER_HOOKS

#include <linux/ftrace.h>

/**
 * struct hook - a function of the kernel, and what is called when it is
 * @symbol:  its name
 * @entered: called before it, with its arguments in the registers, of which others may not be
 *	     there; it goes on with these, and at their instruction pointer
 * @redirects: does that change the instruction pointer?
 * @without: what there is not if the hook cannot be had, for the log
 * @ops:     private
 * @at:	     private: where the call is made from, or 0
 * @armed:   private: is it there?
 */
struct hook {
	const char *symbol;
	void (*entered)(struct hook *hook, struct pt_regs *call);
	bool redirects;
	const char *without;
	struct ftrace_ops ops;
	unsigned long at;
	bool armed;
};

void hook_set(struct hook *hook, bool wanted);
bool hook_is_armed(const struct hook *hook);
#endif

#endif /* KDEFER_HOOK_H */
