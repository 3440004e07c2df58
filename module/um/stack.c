// SPDX-License-Identifier: GPL-2.0
/*
 * User Mode Linux: frame pointers everywhere, but no unwinder, and interrupts that
 * may run as plain calls on the stack of the task that enables them.
 */
#include <linux/kallsyms.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "../cursor.h"

enum foreign_step foreign_step(struct walk *w, struct cursor *next)
{
	w->why = "no unwinder";
	return FOREIGN_LOST;
}

/* Signal stacks are of the size of a task's and aligned to it. */
bool arch_stack_bounds(unsigned long sp, unsigned long *low,
		       unsigned long *high)
{
	*low = sp & ~(THREAD_SIZE - 1UL);
	*high = *low + THREAD_SIZE;
	return true;
}

static bool is_in_function(unsigned long ip, const char *name)
{
	char symbol[KSYM_SYMBOL_LEN];
	size_t len = strlen(name);

	sprint_symbol(symbol, ip - 1);
	/* One that the compiler has changed has a name of its own: NAME.isra.0. */
	return !strncmp(symbol, name, len) &&
	       (symbol[len] == '+' || symbol[len] == '.');
}

bool arch_is_context_entry(unsigned long ip)
{
	if (likely(!in_hardirq() && !in_serving_softirq()))
		return false;
	return is_in_function(ip, "do_IRQ") ||
	       is_in_function(ip, "__do_softirq") ||
	       is_in_function(ip, "handle_softirqs");
}
