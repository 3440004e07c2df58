// SPDX-License-Identifier: GPL-2.0
/*
 * Functions in which another context begins: see contexts.h.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/bottom_half.h>
#include <linux/cache.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/printk.h>

#include "contexts.h"
#include "symbol.h"

struct entry {
	unsigned long start;
	unsigned long bytes;
};

/* They call the handlers of probes, on the stack of what the probes are on. */
static const char *const handling[] __initconst = {
	"kprobe_ftrace_handler",
	"optimized_callback",
	"rethook_trampoline_handler",
	"__kretprobe_trampoline_handler",
};

/* One more, for softirqs. What is not there has no bytes. */
static struct entry entries[ARRAY_SIZE(handling) + 1] __ro_after_init;

/*
 * With PREEMPT_RT softirqs have no stack of their own. Beside the threads that are there for
 * them, who lets bottom halves run again runs those that wait. All that it calls is either
 * the kernel's own, or theirs.
 */
static int __init find_softirqs(struct entry *e)
{
	const unsigned long enable = (unsigned long)__local_bh_enable_ip;

	if (!IS_ENABLED(CONFIG_PREEMPT_RT))
		return 0;
	e->start = symbol_start(enable, &e->bytes);
	if (e->start == enable)
		return 0;
	pr_err("where softirqs begin on this kernel is not to be found: they would end in functions of the tasks below them\n");
	return -EOPNOTSUPP;
}

/**
 * contexts_init() - find those functions
 *
 * Context: Process context, when the module is loaded.
 * Return: 0; -EOPNOTSUPP: one that must be known is not.
 */
int __init contexts_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(handling); i++)
		entries[i].start = symbol_find(handling[i], &entries[i].bytes);
	return find_softirqs(&entries[ARRAY_SIZE(handling)]);
}

/**
 * contexts_begin_at() - does another context begin in this function?
 * @ip: a return address
 *
 * Context: Any context.
 * Return: true if what lies outwards of it is another context.
 */
bool contexts_begin_at(unsigned long ip)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(entries); i++)
		if (unlikely(ip - entries[i].start < entries[i].bytes))
			return true;
	return false;
}
