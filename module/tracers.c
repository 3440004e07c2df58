// SPDX-License-Identifier: GPL-2.0
/*
 * Return addresses that tracers have replaced: see tracers.h.
 */
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/sched.h>

#include <arch_gate.h>
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

/**
 * tracers_drop_since() - forget the returns of functions that a landing pad has called
 * @from:  as of tracers_give_back()
 * @first: what tracers_newest() was when the pad was called
 *
 * Where the key of a return address is the frame pointer of who has called, those of the pad and of
 * its function are the same.
 */
void tracers_drop_since(unsigned long from, const struct llist_node *first)
{
	struct llist_node **link = kretprobe_nodes(current);
	struct kretprobe_node *node;

	preempt_disable();
	while (*link && *link != first) {
		node = kretprobe_node_of(*link);
		if (kretprobe_key(node) <= from) {
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
static unsigned long rethook_before(const struct task_struct *task,
				    unsigned long key,
				    const struct llist_node *first)
{
	const struct llist_node *link = READ_ONCE(*kretprobe_nodes(task));
	const struct kretprobe_node *node;
	unsigned long address = 0;

	for (; link && link != first; link = READ_ONCE(link->next)) {
		node = kretprobe_node_of(link);
		if (kretprobe_key(node) == key)
			address = kretprobe_address(node);
	}
	return address;
}

unsigned long tracers_rethook_at(const struct task_struct *task,
				 unsigned long key)
{
	return rethook_before(task, key, NULL);
}
#else
static unsigned long rethook_before(const struct task_struct *task,
				    unsigned long key,
				    const struct llist_node *first)
{
	return 0;
}

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
static unsigned long graph_from(const struct task_struct *task,
				unsigned long key, size_t from)
{
	const unsigned long *word = (void *)READ_ONCE(task->ret_stack);
	const unsigned long *end = (void *)word + ret_stack_bytes(task);

	if (!word)
		return 0;
	word = (void *)word + from;
	for (word += RETP_WORD; word < end; word++)
		if (READ_ONCE(*word) == key && is_entry(word, key))
			return READ_ONCE(word[RET_WORD - RETP_WORD]);
	return 0;
}

unsigned long tracers_graph_at(const struct task_struct *task,
			       unsigned long key)
{
	return graph_from(task, key, 0);
}

static unsigned long graph_since(unsigned long key, int index)
{
	return graph_from(current, key, ret_stack_before(current, index));
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
static unsigned long graph_since(unsigned long key, int index)
{
	return 0;
}

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

/* What they put in the place of return addresses. */
static unsigned long graph_handler __ro_after_init;
static unsigned long kretprobe_handler __ro_after_init;

void __init tracers_init(void)
{
	unsigned long unused;

	graph_handler = symbol_find("return_to_handler", &unused);
	if (!ARCH_RECORDS_END_FRAMES)
		kretprobe_handler =
			symbol_find("arch_kretprobe_trampoline", &unused);
}

/*
 * May it be in the place of another? A landing pad calls with the frame pointer of its function,
 * and so with its keys, where keys are frame pointers: there what is not replaced is not asked
 * for.
 */
static bool may_be_replaced(unsigned long ip)
{
	return ARCH_RECORDS_END_FRAMES || !graph_handler ||
	       !kretprobe_handler || ip == graph_handler ||
	       ip == kretprobe_handler;
}

/* See tracers_real(). Of two tracers the second has kept the address of the first. */
unsigned long tracers_find(unsigned long ip, unsigned long key)
{
	unsigned long kretprobe;

	if (!may_be_replaced(ip))
		return ip;
	kretprobe = tracers_rethook_at(current, key);
	if (kretprobe == graph_handler)
		kretprobe = 0;
	return kretprobe ?: tracers_graph_at(current, key) ?: ip;
}

/**
 * tracers_find_since() - as tracers_real(), of a function that a landing pad has called
 * @ip:	   what lies there
 * @key:   arch_return_key()
 * @index: what tracers_note() gave when the pad was called
 * @first: likewise, tracers_newest()
 *
 * Context: Any context.
 * Return: that which was there before any tracer.
 */
unsigned long tracers_find_since(unsigned long ip, unsigned long key, int index,
				 const struct llist_node *first)
{
	unsigned long kretprobe;

	if (!may_be_replaced(ip))
		return ip;
	kretprobe = rethook_before(current, key, first);
	if (kretprobe == graph_handler)
		kretprobe = 0;
	return kretprobe ?: graph_since(key, index) ?: ip;
}
