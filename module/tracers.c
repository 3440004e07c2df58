// SPDX-License-Identifier: GPL-2.0
/*
 * Tracers that replace return addresses keep the real ones on a list per task. When
 * frames are skipped, theirs must go as well, or a later return takes the wrong one.
 */
#include <linux/ftrace.h>
#include <linux/sched.h>

#include "compat.h"
#include "stack.h"

/**
 * tracers_note() - how far the function-graph tracer's return stack is used
 * @index: where to put its index
 * @depth: where to put its depth
 *
 * Context: Any context.
 */
void tracers_note(int *index, int *depth)
{
#ifdef CONFIG_FUNCTION_GRAPH_TRACER
	*index = current->curr_ret_stack;
	*depth = current->curr_ret_depth;
#endif
}

/*
 * Kretprobes: a node per replaced address, which lies at @frame of the stack. The
 * first may be those of our own functions, which do return.
 */
static void rethooks_give_back(unsigned long from, unsigned long to)
{
#ifdef CONFIG_KRETPROBE_ON_RETHOOK
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
#endif
}

/**
 * tracers_give_back() - forget the return addresses of skipped frames
 * @from:  the slot of the outermost return address that is not skipped: our own
 * @to:	   frames between that and this address are skipped
 * @index: what tracers_note() gave at that place
 * @depth: likewise
 *
 * Context: Any context.
 */
void tracers_give_back(unsigned long from, unsigned long to, int index,
		       int depth)
{
#ifdef CONFIG_FUNCTION_GRAPH_TRACER
	current->curr_ret_stack = index;
	current->curr_ret_depth = depth;
#endif
	rethooks_give_back(from, to);
}
