// SPDX-License-Identifier: GPL-2.0
/*
 * Kretprobes of frames that are skipped: see tracers.h.
 */
#include <linux/sched.h>

#include "compat.h"
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
#endif
