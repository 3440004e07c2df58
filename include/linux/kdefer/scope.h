/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the macros of <linux/kdefer.h> expand to: the entry points of the module,
 * and block-scoped calls, which need none of them on the normal path.
 */
#ifndef _LINUX_KDEFER_SCOPE_H
#define _LINUX_KDEFER_SCOPE_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/kdefer/context.h>
#include <linux/kdefer/frame.h>
#include <linux/sched.h>

struct module;

/*
 * Where a soft panic may follow frame pointers by itself. include/kdefer.mk says
 * that this client keeps them; elsewhere the kernel's unwinder finds the way,
 * and where that is not to be had the frames would be lost.
 */
#ifdef KDEFER_FRAME_POINTERS
#define __KDEFER_CLIENT	THIS_MODULE
#else
#define __KDEFER_CLIENT	((struct module *)NULL)
#if !defined(CONFIG_UNWINDER_ORC) && !defined(CONFIG_FRAME_POINTER)
#error "kdefer: include kdefer.mk in the Kbuild: this kernel only unwinds frame pointers"
#endif
#endif

/* A client that was built for other frames does not find the first of these. */
void __kdefer_leave_v1(struct defer_frame *frame);

struct defer *__kdefer_add_more(struct module *client,
				struct defer_frame *frame,
				enum kdefer_kind kind, void *fn,
				unsigned long arg);
struct defer *__kdefer_add_handler(struct module *client,
				   struct defer_frame *frame,
				   enum kdefer_kind kind, void *fn,
				   unsigned long arg);
struct defer *__kdefer_add_to(struct module *client, struct defer_frame *frame,
			      enum kdefer_kind kind, void *fn,
			      unsigned long arg);
int __kdefer_cancel(struct defer_frame *frame, struct defer *d);
int __kdefer_now(struct defer_frame *frame, struct defer *d);
void __kdefer_unlink(struct defer_frame *frame, struct defer *rec);
void __kdefer_recover(struct module *client, struct soft_panic *p,
		      unsigned long result);
struct soft_panic *__kdefer_panicking(struct module *client);
int __must_check __kdefer_trap_faults(struct defer_frame *frame);

/*
 * What callers hold of a record is a pointer to one of its bytes, chosen by the
 * serial number, so that a handle to a call that is gone is not taken for the
 * call that has its memory now (until its turn comes again, 32 calls later).
 */
static __always_inline struct defer *__kdefer_handle(struct defer *rec)
{
	return (void *)rec + rec->serial % sizeof(*rec);
}

static_assert(sizeof(struct defer) == 32);

static __always_inline struct defer *
__kdefer_enlist(struct defer_frame *frame, struct defer *rec,
		enum kdefer_kind kind, void *fn, unsigned long arg)
{
	rec->next = frame->head;
	rec->call = fn;
	rec->arg = arg;
	rec->serial = frame->serial++;
	rec->kind = kind;
	rec->noted = false;
	frame->head = rec;
	return __kdefer_handle(rec);
}

/* Registers a call on the caller's own frame: two have room in it. */
static __always_inline struct defer *
__kdefer_add(struct module *client, struct defer_frame *frame,
	     enum kdefer_kind kind, void *fn, unsigned long arg)
{
	const unsigned int slot = frame->used & 1;

	static_assert(KDEFER_INLINE_SLOTS == 2);
	if (unlikely(frame->used == 3))
		return __kdefer_add_more(client, frame, kind, fn, arg);
	frame->used |= 1 << slot;
	frame->slot[slot].home = KDEFER_HOME_SLOT;
	return __kdefer_enlist(frame, &frame->slot[slot], kind, fn, arg);
}

/* defer() by one of the two. */
#define __KDEFER_ADD(add, frame, class, value)				\
	({								\
		__auto_type __value = (value);				\
									\
		static_assert(__KDEFER_IS_WORD(typeof(__value)),	\
			      "kdefer: defer() takes an integer or a pointer; see defer_class()"); \
		add(__KDEFER_CLIENT, (frame), KDEFER_VALUE,		\
		    (void *)__free_##class, (unsigned long)__value);	\
	})

/*
 * These three do not return. They are not declared so because objtool knows only
 * the kernel's own functions of that kind: the macros end in a trap instead.
 */
__printf(4, 5) void __kdefer_panic(struct module *client, int err, void *data,
				   const char *fmt, ...);
void __kdefer_repanic(struct module *client, const struct soft_panic *p);
void __kdefer_exit(struct module *client, unsigned long code);

/*
 * Keeps the compiler from making one call of two that differ in nothing but their
 * arguments: the address that a panic was raised at tells them apart.
 */
#define __KDEFER_UNMERGED()	asm volatile("" : : "i" (__COUNTER__))

/* The negative errno that soft_try() gives up with, or 0. */
static __always_inline long __kdefer_failure(long value, bool is_pointer)
{
	if (!is_pointer)
		return value < 0 ? value : 0;
	if (!value)
		return -ENOMEM;
	return IS_ERR_VALUE(value) ? value : 0;
}

/*
 * What skipping frames would break is noted when a RECOVER_FN is entered: the
 * function-graph tracer keeps a return stack of its own.
 */
static __always_inline void __kdefer_note(struct recover_frame *frame)
{
#ifdef CONFIG_FUNCTION_GRAPH_TRACER
	frame->graph_index = current->curr_ret_stack;
	frame->graph_depth = current->curr_ret_depth;
#endif
}

/*
 * defer_recover(). As the first of its frame, where the context holds nothing, it is
 * no more than another end of the list.
 */
static __always_inline void __kdefer_recover_errno(struct module *client,
						   struct defer_frame *frame)
{
	if (likely(!frame->head && kdefer_holds_nothing())) {
		frame->flags |= KDEFER_NOTED | KDEFER_CLEAN;
		frame->head = KDEFER_LAST_RECOVERS;
	} else {
		__kdefer_add_handler(client, frame, KDEFER_RECOVER, NULL, 0);
	}
}

/*
 * A block-scoped call. The record is on the frame's list, for a soft panic to
 * find; the scope never leaves the function, so that the compiler sees through
 * @fn and @arg and makes the call at the end of the block a direct one.
 */
struct __kdefer_scope {
	struct defer_frame *frame;
	struct defer *rec;
	void (*fn)(void *arg);
	void *arg;
};

static __always_inline struct __kdefer_scope
__kdefer_scope_enter(struct defer_frame *frame, struct defer *rec,
		     void (*fn)(void *arg), void *arg)
{
	rec->next = frame->head;
	rec->call = fn;
	rec->arg = (unsigned long)arg;
	rec->kind = KDEFER_CALL;
	rec->home = KDEFER_HOME_BLOCK;
	rec->noted = 0;
	frame->head = rec;
	return (struct __kdefer_scope){ frame, rec, fn, arg };
}

static __always_inline void __kdefer_scope_leave(struct __kdefer_scope *s)
{
	/* A function-scoped call that this block deferred may lie above. */
	if (likely(s->frame->head == s->rec))
		s->frame->head = s->rec->next;
	else
		__kdefer_unlink(s->frame, s->rec);
	s->fn(s->arg);
}

#define __KDEFER_SCOPE(fn, arg, rec, scope)				\
	struct defer rec;						\
	struct __kdefer_scope scope					\
		__attribute__((__cleanup__(__kdefer_scope_leave))) =	\
		__kdefer_scope_enter(defer_frame(), &rec,		\
				     (void (*)(void *))(fn), (arg))

#endif /* _LINUX_KDEFER_SCOPE_H */
