// SPDX-License-Identifier: GPL-2.0
/*
 * The list of deferred calls of one frame.
 *
 * A record lives in one of the frame's inline slots, on the heap when those are
 * in use, or in the block that registered it. It is taken off the list, and its
 * memory is free again, before its call is made.
 */
#include <linux/bug.h>
#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "audit.h"
#include "compat.h"
#include "defer.h"
#include "report.h"
#include "unwind.h"

static_assert(KDEFER_INLINE_SLOTS <= 16);

/*
 * What callers hold of a record is a pointer to one of its bytes, chosen by the
 * serial number, so that a handle to a call that is gone is not taken for the
 * call that has its memory now (until its turn comes again, 32 calls later).
 */
static struct defer *handle_of(struct defer *rec)
{
	return (void *)rec + rec->serial % sizeof(*rec);
}

static_assert(sizeof(struct defer) == 32);

/* A function that has returned is below us; one that was overwritten is no frame. */
static bool is_live(struct defer_frame *frame)
{
	unsigned long here = (unsigned long)__builtin_frame_address(0);
	unsigned long addr = (unsigned long)frame;
	struct defer_frame *self;

	if (addr <= here || addr - here > THREAD_SIZE ||
	    !IS_ALIGNED(addr, sizeof(long)))
		return false;
	if (likely(object_is_on_stack(frame)))
		return frame->self == frame;
	return !copy_from_kernel_nofault(&self, &frame->self, sizeof(self)) &&
	       self == frame;
}

/* Noinline so that a test can make it fail. */
static noinline struct defer *alloc_record(void)
{
	if (in_nmi())
		return NULL;
	return kmalloc(sizeof(struct defer), GFP_ATOMIC | __GFP_NOWARN);
}

static struct defer *get_record(struct defer_frame *frame)
{
	unsigned int slot = ffz(frame->used);
	struct defer *rec;

	if (slot < KDEFER_INLINE_SLOTS) {
		frame->used |= BIT(slot);
		rec = &frame->slot[slot];
		rec->home = KDEFER_HOME_SLOT;
		return rec;
	}
	rec = alloc_record();
	if (rec)
		rec->home = KDEFER_HOME_HEAP;
	return rec;
}

static void put_record(struct defer_frame *frame, struct defer *rec)
{
	switch (rec->home) {
	case KDEFER_HOME_SLOT:
		frame->used &= ~BIT(rec - frame->slot);
		break;
	case KDEFER_HOME_HEAP:
		kfree(rec);
		break;
	}
}

/* Makes a call that could not be registered, so that nothing leaks. */
static void call_at_once(enum kdefer_kind kind, void *fn, unsigned long arg)
{
	struct defer call = { .kind = kind, .call = fn, .arg = arg };

	unwind_call(NULL, &call);
}

/* The first handler of a frame carries the note of what its context holds. */
static void note_context(struct defer_frame *frame, struct defer *rec)
{
	rec->noted =
		(rec->kind == KDEFER_HANDLER || rec->kind == KDEFER_RECOVER) &&
		!(frame->flags & KDEFER_NOTED);
	if (!rec->noted)
		return;
	frame->flags |= KDEFER_NOTED;
	audit_note((struct recover_frame *)frame);
}

/*
 * An older call than the one with the note leaves the list before it: what that
 * would give back was held when the note was taken, and may not be any more. The
 * note is void; the next handler takes one.
 */
static void void_note_above(struct defer_frame *frame, const struct defer *rec)
{
	struct defer *newer;

	if (likely(!(frame->flags & KDEFER_NOTED)))
		return;
	for (newer = frame->head; newer != rec; newer = newer->next) {
		if (!newer->noted)
			continue;
		newer->noted = 0;
		frame->flags &= ~KDEFER_NOTED;
	}
}

/* For a caller's sake: soft_panic() with the client that the caller is. */
static __always_inline void __noreturn give_up(struct module *client, int err,
					       const char *why)
{
	__kdefer_panic(client, err, NULL, "%s", why);
	__builtin_trap();
}

/**
 * __kdefer_add() - register a call on a frame
 * @client: the caller, if it keeps frame pointers
 * @frame:  the frame
 * @kind:   how the call is made
 * @fn:	    what is called, a function of the type that @kind wants
 * @arg:    its argument
 *
 * Context: Any context.
 * Return: the handle; does not return if there is no frame or no memory.
 */
struct defer *__kdefer_add(struct module *client, struct defer_frame *frame,
			   enum kdefer_kind kind, void *fn, unsigned long arg)
{
	struct defer *rec;

	if (unlikely(!is_live(frame))) {
		misuse("defer into a function that has returned",
		       __builtin_return_address(0));
		call_at_once(kind, fn, arg);
		give_up(client, -EINVAL, "defer into a dead function");
	}
	rec = get_record(frame);
	if (unlikely(!rec)) {
		call_at_once(kind, fn, arg);
		give_up(client, -ENOMEM, "no memory for a deferred call");
	}
	rec->next = frame->head;
	rec->call = fn;
	rec->arg = arg;
	rec->kind = kind;
	rec->serial = frame->serial++;
	note_context(frame, rec);
	frame->head = rec;
	return handle_of(rec);
}
EXPORT_SYMBOL_KDEFER(__kdefer_add);

/* Takes the call with this handle off the list. */
static bool take(struct defer_frame *frame, struct defer *handle,
		 struct defer *call)
{
	struct defer **link, *rec;

	for (link = &frame->head; *link; link = &(*link)->next) {
		rec = *link;
		if (rec->home == KDEFER_HOME_BLOCK ||
		    rec->kind == KDEFER_NOTE || handle_of(rec) != handle)
			continue;
		void_note_above(frame, rec);
		*call = *rec;
		if (rec->noted) {
			/* The note's place in the order is part of it. */
			rec->kind = KDEFER_NOTE;
			return true;
		}
		*link = rec->next;
		put_record(frame, rec);
		return true;
	}
	return false;
}

/**
 * __kdefer_cancel() - see defer_cancel()
 * @frame: the frame
 * @d:	   the handle
 *
 * Return: 0, or -ENOENT.
 */
int __kdefer_cancel(struct defer_frame *frame, struct defer *d)
{
	struct defer call;

	if (take(frame, d, &call))
		return 0;
	misuse("defer_cancel() of a call that is not pending",
	       __builtin_return_address(0));
	return -ENOENT;
}
EXPORT_SYMBOL_KDEFER(__kdefer_cancel);

/**
 * __kdefer_now() - see defer_now()
 * @frame: the frame
 * @d:	   the handle
 *
 * Return: 0, or -ENOENT.
 */
int __kdefer_now(struct defer_frame *frame, struct defer *d)
{
	struct defer call;

	if (take(frame, d, &call)) {
		unwind_call(NULL, &call);
		return 0;
	}
	misuse("defer_now() of a call that is not pending",
	       __builtin_return_address(0));
	return -ENOENT;
}
EXPORT_SYMBOL_KDEFER(__kdefer_now);

/**
 * __kdefer_unlink() - take a block's record out of the middle of the list
 * @frame: the frame
 * @rec:   the record
 *
 * The block ends while function-scoped calls that it deferred are pending.
 */
void __kdefer_unlink(struct defer_frame *frame, struct defer *rec)
{
	struct defer **link;

	for (link = &frame->head; *link; link = &(*link)->next) {
		if (*link != rec)
			continue;
		void_note_above(frame, rec);
		*link = rec->next;
		return;
	}
	report_corrupted("a block's deferred call is missing on its list",
			 __builtin_return_address(0));
	die();
}
EXPORT_SYMBOL_KDEFER(__kdefer_unlink);

/**
 * defer_pop() - take the newest call off the list
 * @frame: the frame
 * @call:  where to put it; its own memory may be reused at once
 *
 * Return: false if there is none.
 */
bool defer_pop(struct defer_frame *frame, struct defer *call)
{
	struct defer *rec = frame->head;

	if (!rec)
		return false;
	frame->head = rec->next;
	*call = *rec;
	if (rec->noted)
		frame->flags &= ~KDEFER_NOTED;
	put_record(frame, rec);
	return true;
}
