/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_DEFER_H
#define KDEFER_DEFER_H

#include <linux/compiler.h>
#include <linux/kdefer/frame.h>

void defer_free_record(struct defer *rec);

/* The memory of a record that is on no list any more. */
static inline void defer_put_record(struct defer_frame *frame,
				    struct defer *rec)
{
	if (rec->home == KDEFER_HOME_SLOT)
		frame->used &= rec == &frame->slot[0] ? ~1 : ~2;
	else if (rec->home == KDEFER_HOME_HEAP)
		defer_free_record(rec);
}

/* What a list ends with may stand for a call. */
static inline bool defer_pop_last(struct defer_frame *frame, struct defer *call)
{
	if (!frame->head)
		return false;
	frame->head = NULL;
	frame->flags &= ~KDEFER_NOTED;
	call->kind = KDEFER_RECOVER;
	call->noted = true;
	return true;
}

/**
 * defer_pop() - take the newest call off the list
 * @frame: the frame
 * @call:  where to put what it takes to make it; its memory may be reused at once
 *
 * Field by field: they were written so a moment ago, and a processor that reads more
 * at once than was written waits.
 *
 * Return: false if there is none.
 */
static inline bool defer_pop(struct defer_frame *frame, struct defer *call)
{
	struct defer *rec = frame->head;

	if (!kdefer_is_record(rec))
		return defer_pop_last(frame, call);
	frame->head = rec->next;
	call->call = rec->call;
	call->arg = rec->arg;
	call->kind = rec->kind;
	call->noted = rec->noted;
	if (unlikely(rec->noted))
		frame->flags &= ~KDEFER_NOTED;
	defer_put_record(frame, rec);
	return true;
}

#endif /* KDEFER_DEFER_H */
