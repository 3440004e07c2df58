// SPDX-License-Identifier: GPL-2.0
/*
 * Deferred calls that are made outside of any unwind: when a body has returned, or was left
 * by a recovery.
 */
#include <linux/kdefer.h>

#include "audit.h"
#include "call.h"
#include "compat.h"
#include "judge.h"
#include "leave.h"
#include "list.h"
#include "misuse.h"
#include "upcall.h"

/**
 * leave_call() - make a deferred call outside of any unwind
 * @call: what was taken off the list
 */
void leave_call(struct defer *call)
{
	if (is_called(call, false))
		make_call(NULL, call, NULL);
}

/*
 * What most functions have left, as list_pop() would take it: calls that are neither handlers
 * nor to be looked at. Blocks are the body's, which makes no more of them.
 */
static __always_inline void run_plain(struct defer_frame *frame)
{
	struct defer call __uninitialized;
	struct defer *rec;

	for (;;) {
		rec = frame->head;
		if (!kdefer_is_record(rec) ||
		    unlikely(rec->kind > KDEFER_VALUE) || unlikely(rec->noted))
			return;
		frame->head = rec->next;
		call.kind = rec->kind;
		call.call = rec->call;
		call.arg = rec->arg;
		list_put_record(frame, rec);
		make_call(NULL, &call, NULL);
	}
}

/* Has the frame's body returned, or was it left? */
static void run_rest(struct defer_frame *frame, bool returned)
{
	struct defer call __uninitialized;

	while (list_pop(frame, &call)) {
		if (is_called(&call, returned))
			make_call(NULL, &call, NULL);
		if (unlikely(call.noted))
			judge(NULL, audit_if_due(frame));
	}
}

/**
 * kdefer_finish() - make the calls that remain after a recovery
 * @frame: the recovering frame
 *
 * Called by kdefer_leap() as if the body had called it where the body was left:
 * what the body has on its stack is intact, what it called is gone. After the last
 * call the body's stack is given back as well.
 */
void kdefer_finish(struct defer_frame *frame)
{
	run_rest(frame, false);
	judge(NULL,
	      audit_stack((unsigned long)frame, audit_site(frame),
			  audit_end(frame), frame->flags & KDEFER_FAULTED));
}

/**
 * __kdefer_leave_v3() - make the calls that remain when a body has returned
 * @frame: the frame
 *
 * Called by gates. The version in its name is that of the frame's layout.
 */
void __kdefer_leave_v3(struct defer_frame *frame)
{
	if (unlikely(frame->life != kdefer_life(frame))) {
		report_corrupted("a frame was overwritten",
				 __builtin_return_address(0));
		die();
	}
	if (unlikely(frame->blocks))
		list_lose_blocks(frame);
	run_plain(frame);
	if (unlikely(frame->head || frame->blocks))
		run_rest(frame, true);
}
EXPORT_SYMBOL_KDEFER(__kdefer_leave_v3);
