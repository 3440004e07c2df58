/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tracers that replace return addresses keep the real ones on a list per task. When
 * frames are skipped, theirs must go as well, or a later return takes the wrong one.
 */
#ifndef KDEFER_TRACERS_H
#define KDEFER_TRACERS_H

#include <linux/llist.h>
#include <linux/sched.h>

#include "compat.h"

#ifdef CONFIG_KRETPROBES
void tracers_drop_rethooks(unsigned long from, unsigned long to);
void tracers_drop_since(unsigned long from, const struct llist_node *first);
unsigned long tracers_rethook_at(const struct task_struct *task,
				 unsigned long key);
#else
static inline void tracers_drop_since(unsigned long from,
				      const struct llist_node *first)
{
}

static inline unsigned long tracers_rethook_at(const struct task_struct *task,
					       unsigned long key)
{
	return 0;
}
#endif

#ifdef CONFIG_FUNCTION_GRAPH_TRACER
unsigned long tracers_graph_at(const struct task_struct *task,
			       unsigned long key);
#else
static inline unsigned long tracers_graph_at(const struct task_struct *task,
					     unsigned long key)
{
	return 0;
}
#endif

void tracers_init(void);

/**
 * tracers_replace_addresses() - may a return address of this task not be the real one?
 *
 * Context: Any context.
 * Return: false if it is certain that all are.
 */
static inline bool tracers_replace_addresses(void)
{
#ifdef CONFIG_FUNCTION_GRAPH_TRACER
	if (unlikely(current->ret_stack))
		return true;
#endif
#ifdef CONFIG_KRETPROBES
	if (unlikely(*kretprobe_nodes(current)))
		return true;
#endif
	return false;
}

void tracers_forget(unsigned long low, unsigned long high);
unsigned long tracers_find(unsigned long ip, unsigned long key);
unsigned long tracers_find_since(unsigned long ip, unsigned long key, int index,
				 const struct llist_node *first);

/* The newest return that a kretprobe waits for. */
static inline const struct llist_node *tracers_newest(void)
{
#ifdef CONFIG_KRETPROBES
	return *kretprobe_nodes(current);
#else
	return NULL;
#endif
}

/**
 * tracers_real() - the return address that belongs where one was found
 * @ip:	 what lies there, or what the kernel's unwinder makes of it: where both tracers
 *	 have replaced it, that asks in the wrong order
 * @key: arch_return_key(): of the function's own return address, not a copy of it
 *
 * Context: Any context.
 * Return: that which was there before any tracer.
 */
static inline unsigned long tracers_real(unsigned long ip, unsigned long key)
{
	return unlikely(tracers_replace_addresses()) ? tracers_find(ip, key) :
						       ip;
}

/**
 * tracers_note() - how far the function-graph tracer's return stack is used
 * @index: where to put its index
 * @depth: where to put its depth
 *
 * Context: Any context.
 */
static inline void tracers_note(int *index, int *depth)
{
#ifdef CONFIG_FUNCTION_GRAPH_TRACER
	*index = current->curr_ret_stack;
	*depth = current->curr_ret_depth;
#endif
}

/**
 * tracers_give_back() - forget the return addresses of skipped frames
 * @from:  the key of the outermost return address that is not skipped: our own
 * @to:	   those between that and this one are skipped: arch_keys_end()
 * @index: what tracers_note() gave at that place
 * @depth: likewise
 *
 * Context: Any context.
 */
static inline void tracers_give_back(unsigned long from, unsigned long to,
				     int index, int depth)
{
#ifdef CONFIG_FUNCTION_GRAPH_TRACER
	current->curr_ret_stack = index;
	current->curr_ret_depth = depth;
#endif
#ifdef CONFIG_KRETPROBES
	if (unlikely(*kretprobe_nodes(current)))
		tracers_drop_rethooks(from, to);
#endif
}

#endif /* KDEFER_TRACERS_H */
