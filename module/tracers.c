// SPDX-License-Identifier: GPL-2.0
/*
 * Kretprobes of frames that are skipped: see tracers.h.
 */
#include <linux/sched.h>

#include "compat.h"
#include "tracers.h"

#ifdef CONFIG_KRETPROBE_ON_RETHOOK
/* A node per replaced address, which lies at its frame of the stack. */
void tracers_drop_rethooks(unsigned long to)
{
	unsigned long here = (unsigned long)__builtin_frame_address(0);
	struct rethook_node *node;
	struct llist_node *first;

	preempt_disable();
	while ((first = current->rethooks.first)) {
		node = llist_entry(first, struct rethook_node, llist);
		if (node->frame < here || node->frame >= to)
			break;
		current->rethooks.first = first->next;
		rethook_node_put(node);
	}
	preempt_enable();
}
#endif
