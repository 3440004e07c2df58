// SPDX-License-Identifier: GPL-2.0
/*
 * Registering: the block-scoped deferred calls of one frame.
 *
 * On the normal path they need nothing of this: a block puts its record on the list
 * when it is entered, and takes it off when it is left.
 */
#include <linux/kdefer.h>

#include "compat.h"
#include "list.h"
#include "misuse.h"
#include "uncaught.h"

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
		if (!inner || !list_is_block(frame, inner)) {
			report_corrupted(
				"a block's deferred call is missing on its list",
				where);
			die();
		}
		list_report_left("a block was left", where);
		inner->call = NULL;
	}
	list_void_note_above(frame, block->below);
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

	while (b && b != block && list_is_block(frame, b))
		b = kdefer_innermost(b->next);
	if (b != block)
		return;
	list_report_left("a block was left and entered again",
			 __builtin_return_address(0));
	frame->blocks = block->next;
}
EXPORT_SYMBOL_KDEFER(__kdefer_block_again);
