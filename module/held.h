/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a context holds: reading it, and giving it back.
 */
#ifndef KDEFER_HELD_H
#define KDEFER_HELD_H

#include <linux/kdefer/context.h>
#include <linux/kdefer/frame.h>
#include <linux/types.h>

#include <arch_held.h>

/*
 * In the order in which they are given back: each call finds what it needs. The FPU
 * section and bottom halves count in preempt_count as well; the last level of the count
 * of interrupts puts them back to what they were. With PREEMPT_RT bottom halves are a lock, which
 * takes RCU and migration along, or bare, a count of the processor's: who comes before that is
 * given back, in whatever task, finds it, takes it for its own, and never ends.
 */
enum held_item {
	HELD_USER_ACCESS,
	HELD_TASK_STATE,
	HELD_BH_BARE,
	HELD_FPU,
	HELD_PAGEFAULT,
	HELD_BH_LOCK,
	HELD_IRQ_COUNT,
	HELD_IRQS,
	HELD_FPU_IRQS_ON,
	HELD_PREEMPT,
	HELD_BH,
	HELD_RCU,
	HELD_INTERRUPT,
	HELD_MIGRATE,
	HELD_MEMALLOC,
	HELD_KMAP,
	HELD_CREDS,
	HELD_JOURNAL,
	HELD_LOCKS,
	NR_HELD,
};

void held_init(void);
void held_read(struct kdefer_context *c);
bool held_is_same(const struct kdefer_context *now,
		  const struct kdefer_context *then);
const char *held_name(enum held_item item);
int held_surplus(enum held_item item, const struct kdefer_context *now,
		 const struct kdefer_context *then);
bool held_can_give_back(enum held_item item, const struct kdefer_context *then);
void held_give_back(enum held_item item, const struct kdefer_context *then);

/* held_is_same() where nothing was held then. */
static inline bool held_is_nothing(void)
{
	return kdefer_holds_nothing() && !arch_user_access_open();
}

#endif /* KDEFER_HELD_H */
