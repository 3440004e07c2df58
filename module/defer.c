// SPDX-License-Identifier: GPL-2.0
/*
 * Registering: function-scoped deferred calls, on the caller's frame or another one.
 */
#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/sched/task_stack.h>
#include <linux/uaccess.h>

#include "audit.h"
#include "compat.h"
#include "inject.h"
#include "leave.h"
#include "list.h"
#include "misuse.h"
#include "stack.h"

/* A function that has returned is below us; one that was overwritten is no frame. */
static bool is_live(struct defer_frame *frame)
{
	unsigned long here = (unsigned long)__builtin_frame_address(0);
	unsigned long addr = (unsigned long)frame;
	unsigned long life;

	if (addr <= here || addr - here > THREAD_SIZE ||
	    !IS_ALIGNED(addr, sizeof(long)))
		return false;
	/* Where it was may be between the variables of a function that lives. */
	if (likely(object_is_on_stack(frame)))
		return object_is_on_stack((char *)&frame[1] - 1) &&
		       READ_ONCE_NOCHECK(frame->life) == kdefer_life(frame);
	return !copy_from_kernel_nofault(&life, &frame->life, sizeof(life)) &&
	       life == kdefer_life(frame);
}

/* Makes a call that could not be registered, so that nothing leaks. */
static void call_at_once(enum kdefer_kind kind, void *fn, unsigned long arg)
{
	struct defer call = { .kind = kind, .call = fn, .arg = arg };

	leave_call(&call);
}

/* For a caller that cannot be served: nothing leaks, and it gives up. */
static noinline void refuse(struct kdefer_client *client, enum kdefer_kind kind,
			    void *fn, unsigned long arg, int err,
			    const char *why)
{
	call_at_once(kind, fn, arg);
	__kdefer_panic(client, err, NULL, "%s", why);
	__builtin_trap();
}

/* Apart from its caller because of what a cursor in memory costs, which else is not needed. */
static noinline bool is_due(const struct kdefer_client *client,
			    unsigned long ip, unsigned long bp,
			    unsigned long slot)
{
	const struct cursor from = { .ip = ip, .bp = bp, .slot = slot };

	return inject_is_due(client, &from, -ENOMEM);
}

/* By the place that registers. What takes no memory cannot fail. */
static __always_inline bool is_made_to_fail(const struct kdefer_client *client,
					    const struct defer_frame *frame)
{
	struct cursor from;

	if (!static_branch_unlikely(&kdefer_injecting) ||
	    list_is_promised(frame))
		return false;
	from = CALLER();
	return is_due(client, from.ip, from.bp, from.slot);
}

/**
 * __kdefer_add_more() - register a call when the frame has no slot left
 * @client: the caller
 * @frame:  the frame
 * @kind:   how the call is made
 * @fn:	    what is called, a function of the type that @kind wants
 * @arg:    its argument
 *
 * Context: Any context.
 * Return: the handle; does not return if there is no memory.
 */
struct defer *__kdefer_add_more(struct kdefer_client *client,
				struct defer_frame *frame,
				enum kdefer_kind kind, void *fn,
				unsigned long arg)
{
	struct defer *rec = NULL;

	if (likely(!is_made_to_fail(client, frame)))
		rec = alloc_record(frame);
	if (unlikely(!rec))
		refuse(client, kind, fn, arg, -ENOMEM,
		       "no memory for a deferred call");
	return __kdefer_enlist(frame, rec, kind, fn, arg);
}
EXPORT_SYMBOL_KDEFER(__kdefer_add_more);

/**
 * __kdefer_add_handler() - register a handler on the caller's own frame
 * @client: the caller
 * @frame:  the frame
 * @kind:   how the call is made: KDEFER_HANDLER or KDEFER_RECOVER
 * @fn:	    the handler
 * @arg:    its argument
 *
 * The first handler of a frame carries the note of what its context holds.
 *
 * Context: Any context.
 * Return: the handle; does not return if there is no memory.
 */
struct defer *__kdefer_add_handler(struct kdefer_client *client,
				   struct defer_frame *frame,
				   enum kdefer_kind kind, void *fn,
				   unsigned long arg)
{
	struct defer *handle = __kdefer_add(client, frame, kind, fn, arg);

	if (!(frame->flags & KDEFER_NOTED)) {
		frame->head->noted = true;
		list_note_within(frame);
		audit_note((struct recover_frame *)frame);
	}
	return handle;
}
EXPORT_SYMBOL_KDEFER(__kdefer_add_handler);

/**
 * __kdefer_add_to() - register a call on a frame that may be gone
 * @client: the caller
 * @frame:  the frame
 * @kind:   how the call is made
 * @fn:	    what is called, a function of the type that @kind wants
 * @arg:    its argument
 *
 * Context: Any context.
 * Return: the handle; does not return if there is no frame or no memory.
 */
struct defer *__kdefer_add_to(struct kdefer_client *client,
			      struct defer_frame *frame, enum kdefer_kind kind,
			      void *fn, unsigned long arg)
{
	if (unlikely(!is_live(frame))) {
		misuse("defer into a function that has returned",
		       __builtin_return_address(0));
		refuse(client, kind, fn, arg, -EINVAL,
		       "defer into a dead function");
	}
	return __kdefer_add(client, frame, kind, fn, arg);
}
EXPORT_SYMBOL_KDEFER(__kdefer_add_to);

/* Takes the call with this handle off the list. */
static bool take(struct defer_frame *frame, struct defer *handle,
		 struct defer *call)
{
	struct defer **link, *rec;

	for (link = &frame->head; kdefer_is_record(*link);
	     link = &(*link)->next) {
		rec = *link;
		if (rec->kind == KDEFER_NOTE || __kdefer_handle(rec) != handle)
			continue;
		list_void_note_above(frame, rec);
		*call = *rec;
		if (rec->noted) {
			/* The note's place in the order is part of it. */
			rec->kind = KDEFER_NOTE;
			return true;
		}
		*link = rec->next;
		list_unplace_blocks(frame, rec);
		list_put_record(frame, rec);
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
	struct defer call __uninitialized;

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
	struct defer call __uninitialized;

	if (take(frame, d, &call)) {
		leave_call(&call);
		return 0;
	}
	misuse("defer_now() of a call that is not pending",
	       __builtin_return_address(0));
	return -ENOENT;
}
EXPORT_SYMBOL_KDEFER(__kdefer_now);

/**
 * __kdefer_commit() - see defer_commit()
 * @frame: the frame
 */
void __kdefer_commit(struct defer_frame *frame)
{
	struct defer **link = &frame->head, *rec;

	while (kdefer_is_record(*link)) {
		rec = *link;
		if (rec->kind < KDEFER_UNDO_CALL) {
			link = &rec->next;
			continue;
		}
		list_void_note_above(frame, rec);
		*link = rec->next;
		list_unplace_blocks(frame, rec);
		list_put_record(frame, rec);
	}
}
EXPORT_SYMBOL_KDEFER(__kdefer_commit);

/**
 * __kdefer_reserve() - see defer_reserve()
 * @frame: the frame
 * @n:	   for so many calls
 * @gfp:   how memory is allocated
 *
 * Return: 0, or -ENOMEM.
 */
int __kdefer_reserve(struct defer_frame *frame, unsigned int n, gfp_t gfp)
{
	return list_reserve(frame, n, gfp);
}
EXPORT_SYMBOL_KDEFER(__kdefer_reserve);
