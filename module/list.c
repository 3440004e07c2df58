// SPDX-License-Identifier: GPL-2.0
/*
 * The two lists of one frame: its function-scoped deferred calls, and its blocks.
 *
 * A record of a function-scoped call lives in one of the frame's inline slots, or on the
 * heap when those are in use. It is taken off the list, and its memory is free again,
 * before its call is made. The records of blocks are variables of the body. What is here
 * of blocks is for those that were left without their cleanup, by asm goto or a computed
 * goto: the compiler takes neither for leaving a block.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/slab.h>

#include "gates.h"
#include "list.h"
#include "misuse.h"
#include "stats.h"

/*
 * Records on the heap come in blocks of eight, of which the first is about the block:
 * kmalloc() aligns what has the size of a power of two to that.
 */
struct heap_block {
	u8 used; /* a bit for each record */
	struct defer rec[] __aligned(sizeof(struct defer));
};

#define BLOCK_BYTES 256
#define BLOCK_RECORDS 7

static_assert(offsetof(struct heap_block, rec[BLOCK_RECORDS]) == BLOCK_BYTES);

static struct heap_block *block_of(struct defer *rec)
{
	return (void *)((unsigned long)rec & ~(BLOCK_BYTES - 1UL));
}

static struct heap_block *alloc_block(void)
{
	struct heap_block *b;

	if (in_nmi())
		return NULL;
	b = kmalloc(BLOCK_BYTES, GFP_ATOMIC | __GFP_NOWARN);
	if (b)
		b->used = 0;
	return b;
}

/* The newest of the frame's records on the heap, if it is near the top of the list. */
static struct heap_block *newest_block(const struct defer_frame *frame)
{
	struct defer *rec = frame->head;
	unsigned int i;

	for (i = 0; i < 4 && kdefer_is_record(rec); i++, rec = rec->next)
		if (rec->home == KDEFER_HOME_HEAP)
			return block_of(rec);
	return NULL;
}

/* A function of its own so that a test can make it fail. */
noinline __noclone struct defer *alloc_record(const struct defer_frame *frame)
{
	struct heap_block *b = newest_block(frame);
	unsigned int i = b ? ffz(b->used) : BLOCK_RECORDS;

	if (i == BLOCK_RECORDS) {
		b = alloc_block();
		if (!b)
			return NULL;
		i = 0;
	}
	b->used |= BIT(i);
	b->rec[i].home = KDEFER_HOME_HEAP;
	return &b->rec[i];
}

void list_free_record(struct defer *rec)
{
	struct heap_block *b = block_of(rec);

	b->used &= ~BIT(rec - b->rec);
	if (!b->used)
		kfree(b);
}

/*
 * An older call than the one with the note leaves the list before it: what that
 * would give back was held when the note was taken, and may not be any more. The
 * note is void; the next handler takes one. (KDEFER_LAST_RECOVERS says that nothing was
 * held, and stays true.)
 */
void list_void_note_above(struct defer_frame *frame, const struct defer *rec)
{
	struct defer *newer;

	if (likely(!(frame->flags & KDEFER_NOTED)))
		return;
	for (newer = frame->head; newer != rec && kdefer_is_record(newer);
	     newer = newer->next) {
		if (!newer->noted)
			continue;
		newer->noted = 0;
		frame->flags &= ~KDEFER_NOTED;
	}
}

/* A block was left without its cleanup, in the function that @where is in. */
void list_report_left(const char *how, void *where)
{
	static DEFINE_RATELIMIT_STATE(limit, 5 * HZ, 10);

	stats_count(STAT_MISUSE);
	if (__ratelimit(&limit))
		pr_warn("%s in %pS without its cleanup, by asm goto or a computed goto: the call is lost\n",
			how, where);
}

/* The list leads to what is no block. Function-scoped calls have a list of their own. */
void list_drop_blocks(struct defer_frame *frame)
{
	report_corrupted("the list of a function's blocks was overwritten",
			 (void *)gate_name(frame));
	frame->blocks = NULL;
}

/* A function-scoped call is cancelled: blocks that came right after it follow the one before. */
void list_unplace_blocks(struct defer_frame *frame, const struct defer *rec)
{
	struct kdefer_block *block = kdefer_innermost(frame->blocks);

	for (; block && list_is_block(frame, block);
	     block = kdefer_innermost(block->next))
		if (block->below == rec)
			block->below = rec->next;
}

/* The body has returned: its blocks are gone, and their memory may be in use again. */
void list_lose_blocks(struct defer_frame *frame)
{
	list_report_left("a block was left", (void *)gate_name(frame));
	frame->blocks = NULL;
}
