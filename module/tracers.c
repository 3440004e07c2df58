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

#ifdef CONFIG_KRETPROBE_ON_RETHOOK
/*
 * A node per replaced address, which lies at its frame of the stack. The first may be
 * those of our own functions, which do return.
 */
void tracers_drop_rethooks(unsigned long from, unsigned long to)
{
	unsigned long here = (unsigned long)__builtin_frame_address(0);
	struct llist_node **link = &current->rethooks.first;
	struct rethook_node *node;

	preempt_disable();
	while (*link) {
		node = llist_entry(*link, struct rethook_node, llist);
		if (node->frame < here || node->frame >= to)
			break;
		if (node->frame <= from) {
			link = &node->llist.next;
			continue;
		}
		*link = node->llist.next;
		rethook_node_put(node);
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
	unsigned long own =
		(unsigned long)__builtin_frame_address(0) + sizeof(long);
	struct llist_node **link = &current->rethooks.first;
	struct rethook_node *node;

	preempt_disable();
	while (*link) {
		node = llist_entry(*link, struct rethook_node, llist);
		if (node->frame >= low && node->frame < high &&
		    node->frame != own) {
			*link = node->llist.next;
			rethook_node_put(node);
			continue;
		}
		if (node->frame == own)
			own = 0;
		link = &node->llist.next;
	}
	preempt_enable();
}

/*
 * Newest first; those with the address of another, of which the slot is the same, are
 * of functions that were jumped to. A node goes on to another task's list when its
 * function returns.
 */
unsigned long tracers_rethook_at(const struct task_struct *task,
				 unsigned long slot)
{
	const struct llist_node *link = READ_ONCE(task->rethooks.first);
	const struct rethook_node *node;
	unsigned long address = 0;

	for (; link; link = READ_ONCE(link->next)) {
		node = llist_entry(link, struct rethook_node, llist);
		if (READ_ONCE(node->frame) == arch_return_key(slot))
			address = READ_ONCE(node->ret_addr);
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

/* Oldest first, for the same reason. What lies between the entries is not known. */
unsigned long tracers_graph_at(const struct task_struct *task,
			       unsigned long slot)
{
	const unsigned long *word = (void *)READ_ONCE(task->ret_stack);
	const unsigned long *end = (void *)word + ret_stack_bytes(task);

	if (!word)
		return 0;
	for (word += RETP_WORD; word < end; word++)
		if (READ_ONCE(*word) == arch_return_key(slot))
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
unsigned long tracers_find(unsigned long ip, unsigned long slot)
{
	unsigned long kretprobe = tracers_rethook_at(current, slot);

	if (kretprobe == graph_handler)
		kretprobe = 0;
	return kretprobe ?: tracers_graph_at(current, slot) ?: ip;
}
