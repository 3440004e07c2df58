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

#include <linux/bitops.h>
#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "gates.h"
#include "list.h"
#include "misuse.h"
#include "stats.h"

/**
 * struct heap_block - memory of records on the heap
 * @used:    a bit for each record
 * @promised: are those that are not in use promised by defer_reserve()?
 * @idle:    in the block that @reserve is, records that are not in use, of those blocks of
 *	     the reserve that are
 * @reserve: of defer_reserve(): the block in which the reserve has a record of its own,
 *	     which is the oldest of the list that this block can be found by; NULL: none
 * @spare:   in that block, those that are not in use; in such a one the next of them
 * @rcu:     for a block that is given back, see free_memory()
 * @rec:     the records
 *
 * Records come in blocks of eight, of which the first is about the block: kmalloc()
 * aligns what has the size of a power of two to that.
 */
struct heap_block {
	u8 used;
	bool promised;
	unsigned int idle;
	union {
		struct {
			struct heap_block *reserve;
			struct heap_block *spare;
		};
		struct rcu_head rcu;
	};
	struct defer rec[] __aligned(sizeof(struct defer));
};

#define BLOCK_BYTES 256
#define BLOCK_RECORDS 7

static_assert(offsetof(struct heap_block, rec[BLOCK_RECORDS]) == BLOCK_BYTES);

static struct heap_block *block_of(struct defer *rec)
{
	return (void *)((unsigned long)rec & ~(BLOCK_BYTES - 1UL));
}

/* With PREEMPT_RT memory is behind locks that sleep. */
static bool may_ask_for_memory(void)
{
	return !in_nmi() && (!IS_ENABLED(CONFIG_PREEMPT_RT) || preemptible());
}

/* What can be given back later need not be given back here. */
static void free_memory(struct heap_block *b)
{
	if (may_ask_for_memory())
		kfree(b);
	else
		kfree_rcu(b, rcu);
}

static struct heap_block *alloc_block(gfp_t gfp, struct heap_block *reserve)
{
	struct heap_block *b;

	if (!may_ask_for_memory())
		return NULL;
	b = kmalloc(BLOCK_BYTES, gfp | __GFP_NOWARN);
	if (!b)
		return NULL;
	b->used = 0;
	b->promised = false;
	b->idle = 0;
	b->reserve = reserve;
	b->spare = NULL;
	return b;
}

/* Puts a block that is not in use, or not any more, into a reserve. */
static void keep_block(struct heap_block *reserve, struct heap_block *b)
{
	b->promised = true;
	b->spare = reserve->spare;
	reserve->spare = b;
}

/* The other way round; NULL: there is none. */
static struct heap_block *take_spare(struct heap_block *of)
{
	struct heap_block *b = of->spare;

	if (b) {
		of->spare = b->spare;
		b->spare = NULL;
	}
	return b;
}

/*
 * The record of a reserve is older than all others in blocks of it: with that record, the
 * reserve is over.
 */
static void free_block(struct heap_block *b)
{
	struct heap_block *spare;

	if (b->reserve && b->reserve != b) {
		keep_block(b->reserve, b);
		return;
	}
	while ((spare = take_spare(b)))
		free_memory(spare);
	free_memory(b);
}

/*
 * The newest of the frame's records on the heap. Only slots that were free again, and so no more
 * than there are, can hold newer ones.
 */
static struct heap_block *newest_block(const struct defer_frame *frame)
{
	struct defer *rec = frame->head;
	unsigned int i;

	for (i = 0; i <= KDEFER_MOST_SLOTS && kdefer_is_record(rec);
	     i++, rec = rec->next)
		if (!rec->home)
			return block_of(rec);
	return NULL;
}

static unsigned int free_records(const struct heap_block *b)
{
	return BLOCK_RECORDS - hweight8(b->used);
}

static bool is_full(const struct heap_block *b)
{
	return b->used == BIT(BLOCK_RECORDS) - 1;
}

static struct defer *record_of(struct heap_block *b, unsigned int i)
{
	if (b->reserve)
		b->reserve->idle += b->used ? -1 : BLOCK_RECORDS - 1;
	b->used |= BIT(i);
	b->rec[i].home = 0;
	return &b->rec[i];
}

/*
 * A block of a reserve that has a record to give, because a call was cancelled that was not
 * the newest. Every block that is in use has a record on the list.
 */
static struct heap_block *block_with_room(const struct defer_frame *frame,
					  const struct heap_block *reserve)
{
	struct heap_block *b;
	struct defer *rec;

	for (rec = frame->head; reserve->idle && kdefer_is_record(rec);
	     rec = rec->next) {
		if (rec->home)
			continue;
		b = block_of(rec);
		if (b->reserve == reserve && !is_full(b))
			return b;
	}
	return NULL;
}

/* A block with a record to give, where the newest has none. */
static struct heap_block *next_block(const struct defer_frame *frame,
				     struct heap_block *reserve)
{
	struct heap_block *b = NULL;

	if (reserve)
		b = take_spare(reserve) ?: block_with_room(frame, reserve);
	return b ?: alloc_block(GFP_ATOMIC, reserve);
}

/* A function of its own so that a test can make it fail. */
noinline __noclone struct defer *alloc_record(const struct defer_frame *frame)
{
	struct heap_block *b = newest_block(frame);

	if (!b || is_full(b))
		b = next_block(frame, b ? b->reserve : NULL);
	return b ? record_of(b, ffz(b->used)) : NULL;
}

/* The newest of the list is the reserve's own, and calls nothing. */
static struct heap_block *begin_reserve(struct defer_frame *frame, gfp_t gfp)
{
	struct heap_block *b = alloc_block(gfp, NULL);

	if (!b)
		return NULL;
	b->reserve = b;
	__kdefer_enlist(frame, record_of(b, 0), KDEFER_NOTE, NULL, 0);
	return b;
}

/**
 * list_reserve() - have memory for records
 * @frame: the frame
 * @n:	   how many
 * @gfp:   how to allocate it
 *
 * What it has got when there is no more stays there until the function ends.
 *
 * Return: 0, or -ENOMEM.
 */
int list_reserve(struct defer_frame *frame, unsigned int n, gfp_t gfp)
{
	const unsigned int slots = hweight8(frame->free);
	struct heap_block *b = newest_block(frame), *spare, *reserve;
	unsigned long room = slots + (b ? free_records(b) : 0);

	if (room >= n) {
		if (b)
			b->promised = true;
		return 0;
	}
	if (!b || !b->reserve) {
		/* What is free in a block that is older than the reserve is not used. */
		b = begin_reserve(frame, gfp);
		if (!b)
			return -ENOMEM;
		room = slots + free_records(b);
	}
	b->promised = true;
	reserve = b->reserve;
	for (spare = reserve->spare; spare; spare = spare->spare)
		room += BLOCK_RECORDS;
	for (; room < n; room += BLOCK_RECORDS) {
		b = alloc_block(gfp, reserve);
		if (!b)
			return -ENOMEM;
		keep_block(reserve, b);
	}
	return 0;
}

/**
 * list_is_promised() - has defer_reserve() said that the next record is there?
 * @frame: the frame
 *
 * Return: true if it has, and is right.
 */
bool list_is_promised(const struct defer_frame *frame)
{
	const struct heap_block *b = newest_block(frame);

	if (!b)
		return false;
	if (!is_full(b))
		return b->promised;
	return b->reserve && (b->reserve->spare || b->reserve->idle);
}

void list_free_record(struct defer *rec)
{
	struct heap_block *b = block_of(rec);

	b->used &= ~BIT(rec - b->rec);
	if (b->reserve)
		b->reserve->idle += b->used ? 1 : 1 - BLOCK_RECORDS;
	if (!b->used)
		free_block(b);
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
