/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_LIST_H
#define KDEFER_LIST_H

#include <linux/align.h>
#include <linux/compiler.h>
#include <linux/kdefer/frame.h>
#include <linux/types.h>

struct defer *alloc_record(const struct defer_frame *frame);
int list_reserve(struct defer_frame *frame, unsigned int n, gfp_t gfp);
bool list_is_promised(const struct defer_frame *frame);
void list_free_record(struct defer *rec);
void list_void_note_above(struct defer_frame *frame, const struct defer *rec);
void list_report_left(const char *how, void *where);
void list_drop_blocks(struct defer_frame *frame);
void list_unplace_blocks(struct defer_frame *frame, const struct defer *rec);
void list_lose_blocks(struct defer_frame *frame);

/* A note was taken: the block that it was taken in is told when it ends. */
static inline void list_note_within(struct defer_frame *frame)
{
	if (frame->blocks)
		frame->blocks = (void *)((unsigned long)frame->blocks |
					 KDEFER_NOTED_WITHIN);
}

/* The memory of a record that is on no list any more. */
static inline void list_put_record(struct defer_frame *frame, struct defer *rec)
{
	if (likely(rec->home))
		frame->free |= rec->home;
	else
		list_free_record(rec);
}

/* What a list ends with may stand for a call. */
static inline bool list_pop_last(struct defer_frame *frame,
				 const struct defer *last, struct defer *call)
{
	if (!last)
		return false;
	frame->head = NULL;
	frame->flags &= ~KDEFER_NOTED;
	call->kind = KDEFER_RECOVER;
	call->noted = true;
	return true;
}

/*
 * A block lies in the stack of the body, between us and the frame: one that does not is
 * no block. What was left on the list by a block that was left without its cleanup
 * is intact as long as the body is: the compiler ends a variable's life by the code that
 * was jumped over.
 */
static inline bool list_is_block(const struct defer_frame *frame,
				 const struct kdefer_block *block)
{
	unsigned long here = (unsigned long)__builtin_frame_address(0);

	return (unsigned long)block - here < (unsigned long)frame - here &&
	       IS_ALIGNED((unsigned long)block, sizeof(long));
}

/**
 * list_pop_block() - take the innermost block's call off its list
 * @frame: the frame
 *
 * Of that and the newest function-scoped one, the block's is the newer if none was
 * deferred since.
 *
 * Return: what is called next, or NULL if that is no block's. Its memory is the body's.
 */
static inline struct kdefer_block *list_pop_block(struct defer_frame *frame)
{
	struct kdefer_block *block = kdefer_innermost(frame->blocks);

	if (likely(!block))
		return NULL;
	if (unlikely(!list_is_block(frame, block))) {
		list_drop_blocks(frame);
		return NULL;
	}
	if (block->below != frame->head)
		return NULL;
	frame->blocks = block->next;
	return block;
}

/**
 * list_pop_record() - take the newest function-scoped call off its list
 * @frame: the frame, of which list_pop_block() says that no block's call comes first
 * @call:  where to put what it takes to make it; its memory may be reused at once
 *
 * Field by field: they were written so a moment ago, and a processor that reads more
 * at once than was written waits.
 *
 * Return: false if there is none.
 */
static inline bool list_pop_record(struct defer_frame *frame,
				   struct defer *call)
{
	struct defer *rec = frame->head;

	if (!kdefer_is_record(rec))
		return list_pop_last(frame, rec, call);
	frame->head = rec->next;
	call->call = rec->call;
	call->arg = rec->arg;
	call->kind = rec->kind;
	call->noted = rec->noted;
	if (unlikely(rec->noted))
		frame->flags &= ~KDEFER_NOTED;
	list_put_record(frame, rec);
	return true;
}

/**
 * list_pop() - take the newest call off the lists
 * @frame: the frame
 * @call:  as of list_pop_record()
 *
 * Return: false if there is none.
 */
static inline bool list_pop(struct defer_frame *frame, struct defer *call)
{
	const struct kdefer_block *block = list_pop_block(frame);

	if (!block)
		return list_pop_record(frame, call);
	call->call = block->call;
	call->arg = (unsigned long)block->arg;
	call->kind = KDEFER_CALL;
	call->noted = 0;
	return true;
}

#endif /* KDEFER_LIST_H */
