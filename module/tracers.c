// SPDX-License-Identifier: GPL-2.0
/*
 * Return addresses that tracers have replaced: see tracers.h.
 */
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/sched.h>

#include <arch_stack.h>

#include "compat.h"
#include "symbol.h"
#include "tracers.h"

#ifdef CONFIG_KRETPROBES
/*
 * A node per replaced address, which has the key of that: see arch_return_key(). The first
 * may be those of our own functions, which do return.
 */
void tracers_drop_rethooks(unsigned long from, unsigned long to)
{
	unsigned long here = (unsigned long)__builtin_frame_address(0);
	struct llist_node **link = kretprobe_nodes(current);
	struct kretprobe_node *node;
	unsigned long key;

	preempt_disable();
	while (*link) {
		node = kretprobe_node_of(*link);
		key = kretprobe_key(node);
		if (key < here || key >= to)
			break;
		if (key <= from) {
			link = &(*link)->next;
			continue;
		}
		*link = (*link)->next;
		kretprobe_node_put(node);
	}
	preempt_enable();
}

/*
 * Part of who calls it, whose own return may be waited for: that is the newest node of its
 * place, and stays.
 */
static __always_inline void forget_rethooks(unsigned long low,
					    unsigned long high)
{
	const unsigned long *record = __builtin_frame_address(0);
	unsigned long own =
		arch_return_key((unsigned long)&record[1], record[0]);
	unsigned long key;
	struct llist_node **link = kretprobe_nodes(current);
	struct kretprobe_node *node;

	preempt_disable();
	while (*link) {
		node = kretprobe_node_of(*link);
		key = kretprobe_key(node);
		if (key >= low && key < high && key != own) {
			*link = (*link)->next;
			kretprobe_node_put(node);
			continue;
		}
		if (key == own)
			own = 0;
		link = &(*link)->next;
	}
	preempt_enable();
}

/*
 * Newest first; those with the address of another, of which the key is the same, are
 * of functions that were jumped to. A node goes on to another task's list when its
 * function returns.
 */
unsigned long tracers_rethook_at(const struct task_struct *task,
				 unsigned long key)
{
	const struct llist_node *link = READ_ONCE(*kretprobe_nodes(task));
	const struct kretprobe_node *node;
	unsigned long address = 0;

	for (; link; link = READ_ONCE(link->next)) {
		node = kretprobe_node_of(link);
		if (kretprobe_key(node) == key)
			address = kretprobe_address(node);
	}
	return address;
}
#else
static void forget_rethooks(unsigned long low, unsigned long high)
{
}
#endif

#ifdef CONFIG_FUNCTION_GRAPH_TRACER
#define RETP_WORD (offsetof(struct ftrace_ret_stack, retp) / sizeof(long))
#define RET_WORD (offsetof(struct ftrace_ret_stack, ret) / sizeof(long))
static_assert(RETP_WORD > RET_WORD);

/* Where the frame pointer is kept as well, it is the key, and both words say so. */
#ifdef HAVE_FUNCTION_GRAPH_FP_TEST
#define FP_WORD (offsetof(struct ftrace_ret_stack, fp) / sizeof(long))
static bool is_entry(const unsigned long *retp, unsigned long key)
{
	return READ_ONCE(retp[(long)FP_WORD - (long)RETP_WORD]) == key;
}
#else
static bool is_entry(const unsigned long *retp, unsigned long key)
{
	return true;
}
#endif

/* Oldest first, for the same reason. What lies between the entries is not known. */
unsigned long tracers_graph_at(const struct task_struct *task,
			       unsigned long key)
{
	const unsigned long *word = (void *)READ_ONCE(task->ret_stack);
	const unsigned long *end = (void *)word + ret_stack_bytes(task);

	if (!word)
		return 0;
	for (word += RETP_WORD; word < end; word++)
		if (READ_ONCE(*word) == key && is_entry(word, key))
			return READ_ONCE(word[RET_WORD - RETP_WORD]);
	return 0;
}

static void forget_graph(unsigned long low, unsigned long high)
{
	unsigned long *word = (void *)current->ret_stack;
	const unsigned long *end = (void *)word + ret_stack_bytes(current);

	for (; word && word < end; word++)
		if (*word - low < high - low)
			WRITE_ONCE(*word, 0);
}
#else
static void forget_graph(unsigned long low, unsigned long high)
{
}
#endif

/**
 * tracers_forget() - forget the return addresses of functions that died in an oops
 * @low:  the part of the stack of the current task
 * @high: where they were
 *
 * Other functions will be called there: what is kept of the dead is not theirs. No
 * function but this one may live in that part.
 */
noinline void tracers_forget(unsigned long low, unsigned long high)
{
	forget_rethooks(low, high);
	forget_graph(low, high);
}

static unsigned long graph_handler __ro_after_init;

void __init tracers_init(void)
{
	unsigned long unused;

	graph_handler = symbol_find("return_to_handler", &unused);
}

/* See tracers_real(). Of two tracers the second has kept the address of the first. */
unsigned long tracers_find(unsigned long ip, unsigned long key)
{
	unsigned long kretprobe = tracers_rethook_at(current, key);

	if (kretprobe == graph_handler)
		kretprobe = 0;
	return kretprobe ?: tracers_graph_at(current, key) ?: ip;
}
