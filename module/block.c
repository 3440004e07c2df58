// SPDX-License-Identifier: GPL-2.0
/*
 * The block-scoped deferred calls of one frame.
 *
 * On the normal path they need nothing of this: a block puts its record on the list
 * when it is entered, and takes it off when it is left. What is here is for blocks that
 * were left without their cleanup, by asm goto or a computed goto: the compiler takes
 * neither for leaving a block. Such a call is lost, and said to be.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/bug.h>
#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>

#include "compat.h"
#include "defer.h"
#include "gates.h"
#include "report.h"

/* One was left, in the function that @where is in. */
static void report_left(const char *how, void *where)
{
	static DEFINE_RATELIMIT_STATE(limit, 5 * HZ, 10);

	stats_count(STAT_MISUSE);
	if (__ratelimit(&limit))
		pr_warn("%s in %pS without its cleanup, by asm goto or a computed goto: the call is lost\n",
			how, where);
}

/**
 * __kdefer_block_left() - take a block's record off, where that is not simple
 * @frame: the frame
 * @block: the record
 *
 * The block ends while a handler that it deferred is pending, which has taken a note. Or
 * blocks within it are still on the list: they were left before.
 */
void __kdefer_block_left(struct defer_frame *frame, struct kdefer_block *block)
{
	void *where = __builtin_return_address(0);
	struct kdefer_block *inner = kdefer_innermost(frame->blocks);

	for (; inner != block; inner = kdefer_innermost(inner->next)) {
		if (!inner || !defer_is_block(frame, inner)) {
			report_corrupted(
				"a block's deferred call is missing on its list",
				where);
			die();
		}
		report_left("a block was left", where);
		inner->call = NULL;
	}
	defer_void_note_above(frame, block->below);
	frame->blocks = block->next;
}
EXPORT_SYMBOL_KDEFER(__kdefer_block_left);

/**
 * __kdefer_block_again() - a block may have been entered that was not left
 * @frame: the frame
 * @block: its record, before it is written
 *
 * If it is on the list it was left, and with it all blocks within, which are before
 * it on the list.
 */
void __kdefer_block_again(struct defer_frame *frame, struct kdefer_block *block)
{
	struct kdefer_block *b = kdefer_innermost(frame->blocks);

	while (b && b != block && defer_is_block(frame, b))
		b = kdefer_innermost(b->next);
	if (b != block)
		return;
	report_left("a block was left and entered again",
		    __builtin_return_address(0));
	frame->blocks = block->next;
}
EXPORT_SYMBOL_KDEFER(__kdefer_block_again);

/* The list leads to what is no block. Function-scoped calls have a list of their own. */
void defer_drop_blocks(struct defer_frame *frame)
{
	report_corrupted("the list of a function's blocks was overwritten",
			 (void *)gate_name(frame));
	frame->blocks = NULL;
}

/* A function-scoped call is cancelled: blocks that came right after it follow the one before. */
void defer_unplace_blocks(struct defer_frame *frame, const struct defer *rec)
{
	struct kdefer_block *block = kdefer_innermost(frame->blocks);

	for (; block && defer_is_block(frame, block);
	     block = kdefer_innermost(block->next))
		if (block->below == rec)
			block->below = rec->next;
}

/* The body has returned: its blocks are gone, and their memory may be in use again. */
void defer_lose_blocks(struct defer_frame *frame)
{
	report_left("a block was left", (void *)gate_name(frame));
	frame->blocks = NULL;
}
