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
#include <linux/ratelimit_types.h>
#include <linux/sched.h>

struct module;

/*
 * Who calls: the client's struct module, and in the lowest bit whether it was built
 * to keep frame pointers. include/kdefer.mk says so. A soft panic then follows them by
 * itself, and takes the kernel's unwinder where they turn out not to be kept; without
 * them it takes that from the start, and where there is none the frames would be lost.
 */
struct kdefer_client;

#ifdef KDEFER_FRAME_POINTERS
#define __KDEFER_CLIENT	((struct kdefer_client *)((void *)THIS_MODULE + 1))
#else
#define __KDEFER_CLIENT	((struct kdefer_client *)THIS_MODULE)
#if !defined(CONFIG_UNWINDER_ORC) && !defined(CONFIG_FRAME_POINTER) && !defined(KDEFER_CORE)
#error "kdefer: include kdefer.mk in the Kbuild: this kernel only unwinds frame pointers"
#endif
#endif

/* A client that was built for other frames does not find the first of these. */
void __kdefer_leave_v3(struct defer_frame *frame);

struct defer *__kdefer_add_more(struct kdefer_client *client,
				struct defer_frame *frame,
				enum kdefer_kind kind, void *fn,
				unsigned long arg);
struct defer *__kdefer_add_handler(struct kdefer_client *client,
				   struct defer_frame *frame,
				   enum kdefer_kind kind, void *fn,
				   unsigned long arg);
struct defer *__kdefer_add_to(struct kdefer_client *client, struct defer_frame *frame,
			      enum kdefer_kind kind, void *fn,
			      unsigned long arg);
int __kdefer_cancel(struct defer_frame *frame, struct defer *d);
int __kdefer_now(struct defer_frame *frame, struct defer *d);
void __kdefer_commit(struct defer_frame *frame);
int __must_check __kdefer_reserve(struct defer_frame *frame, unsigned int n, gfp_t gfp);
void __kdefer_block_left(struct defer_frame *frame, struct kdefer_block *block);
void __kdefer_block_again(struct defer_frame *frame,
			  struct kdefer_block *block);
void __kdefer_recover(struct kdefer_client *client, struct soft_panic *p,
		      unsigned long result);
struct soft_panic *__kdefer_panicking(struct kdefer_client *client);

/* A defer_recover_log() in the text: how it says what it has recovered from. */
struct kdefer_log {
	const char *level;
	const char *module;
	struct ratelimit_state limit;
};

/* Its handler. */
void __kdefer_recover_log(struct soft_panic *p, void *log);

int __kdefer_passes(const struct module *mod, const void *fn);
int __must_check __kdefer_trap(struct defer_frame *frame, unsigned int flags);

/*
 * The compiler does not know that code which faults, or never comes back from a call,
 * may be left with all deferred calls made. To it a division, ud2 or a load from a
 * constant table neither reads the list nor depends on it: it would move them across
 * a registration, or drop a registration that it sees undone on every path.
 *
 * This is the end of a basic block, so that nothing within one is moved across, and it
 * reads and writes all memory. What moves computations between blocks knows no such end:
 * include/kdefer.mk turns that off. It refers to the function's frame, so that there is
 * one: who unwinds finds it without being told how it was built.
 */
static __always_inline void __kdefer_fence(void)
{
	asm goto("" : : "X" (__builtin_frame_address(0)) : "memory" : next);
next:
	;
}

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
	__kdefer_fence();
	return __kdefer_handle(rec);
}

/* Registers a call: some have room in the frame. */
static __always_inline struct defer *
__kdefer_add(struct kdefer_client *client, struct defer_frame *frame,
	     enum kdefer_kind kind, void *fn, unsigned long arg)
{
	const unsigned int free = frame->free, slot = free & -free;
	struct defer *rec;

	if (unlikely(!free))
		return __kdefer_add_more(client, frame, kind, fn, arg);
	rec = kdefer_slot(frame, __builtin_ctz(free));
	/* Else the compiler computes that address for each member anew. */
	OPTIMIZER_HIDE_VAR(rec);
	frame->free = free - slot;
	rec->home = slot;
	return __kdefer_enlist(frame, rec, kind, fn, arg);
}

/* defer_call() and its kin, defer_recover_with(): the types are these, whatever is named how. */
static __always_inline struct defer *
__kdefer_add_call(struct kdefer_client *client, struct defer_frame *frame,
		  enum kdefer_kind kind, void (*fn)(void *arg), void *arg)
{
	return __kdefer_add(client, frame, kind, (void *)fn,
			    (unsigned long)arg);
}

static __always_inline struct defer *
__kdefer_add_recovering(struct kdefer_client *client, struct defer_frame *frame,
			void (*fn)(struct soft_panic *p, void *arg), void *arg)
{
	return __kdefer_add_handler(client, frame, KDEFER_HANDLER, (void *)fn,
				    (unsigned long)arg);
}

/*
 * What a class of DEFINE_FREE() takes cannot be told from what that defines. A class
 * may say so: POINTER, or MEMORY, a pointer that is not the address of a variable; or
 * STRUCT, which is handed the variable itself.
 */
#define __KDEFER_TAKES_kfree		~, MEMORY
#define __KDEFER_TAKES_kfree_sensitive	~, MEMORY
#define __KDEFER_TAKES_kvfree		~, MEMORY
#define __KDEFER_TAKES_kvfree_sensitive	~, MEMORY
#define __KDEFER_TAKES_vfree		~, MEMORY
#define __KDEFER_TAKES_bitmap		~, MEMORY
#define __KDEFER_TAKES_free_percpu	~, POINTER
#define __KDEFER_TAKES_put_device	~, POINTER
#define __KDEFER_TAKES_device_del	~, POINTER
#define __KDEFER_TAKES_put_task		~, POINTER
#define __KDEFER_TAKES_fput		~, POINTER
#define __KDEFER_TAKES_kobject_put	~, POINTER
#define __KDEFER_TAKES_device_node	~, POINTER
#define __KDEFER_TAKES_fwnode_handle	~, POINTER
#define __KDEFER_TAKES_module_put	~, POINTER
#define __KDEFER_TAKES_path_put		~, STRUCT
#define __KDEFER_TAKES_free_cpumask_var	~, POINTER

#define __KDEFER_SECOND(...)		__KDEFER_SECOND_(__VA_ARGS__)
#define __KDEFER_SECOND_(a, b, ...)	b
#define __KDEFER_TAKES(class)		__KDEFER_SECOND(__KDEFER_TAKES_##class, ANY, ~)

#define __KDEFER_SUITS(kind, T)		__KDEFER_SUITS_(kind, T)
#define __KDEFER_SUITS_(kind, T)	__KDEFER_SUITS_##kind(T)
#define __KDEFER_SUITS_ANY(T)		1
#ifdef __CHECKER__
#define __KDEFER_SUITS_POINTER(T)	1
#else
#define __KDEFER_SUITS_POINTER(T)	__KDEFER_IS_PTR(T)
#endif
#define __KDEFER_SUITS_MEMORY(T)	__KDEFER_SUITS_POINTER(T)
#define __KDEFER_SUITS_STRUCT(T)	1

/* Could a variable of this type be meant, where it must not be a pointer? */
#define __KDEFER_HOLDS(kind, T)		__KDEFER_HOLDS_(kind, T)
#define __KDEFER_HOLDS_(kind, T)	__KDEFER_HOLDS_##kind(T)
#define __KDEFER_HOLDS_ANY(T)		1
#define __KDEFER_HOLDS_POINTER(T)	1
#define __KDEFER_HOLDS_MEMORY(T)	1
#ifdef __CHECKER__
#define __KDEFER_HOLDS_STRUCT(T)	1
#else
#define __KDEFER_HOLDS_STRUCT(T)	(__builtin_classify_type(*(typeof(T) *)NULL) > 5)
#endif

/* Is it a value that can be kept? */
#define __KDEFER_KEPT(kind)		__KDEFER_KEPT_(kind)
#define __KDEFER_KEPT_(kind)		__KDEFER_KEPT_##kind
#define __KDEFER_KEPT_ANY		1
#define __KDEFER_KEPT_POINTER		1
#define __KDEFER_KEPT_MEMORY		1
#define __KDEFER_KEPT_STRUCT		0

/* As it is written: "&p", or "(&p)". */
#define __KDEFER_IS_VARIABLE(kind, text)  __KDEFER_IS_VARIABLE_(kind, text)
#define __KDEFER_IS_VARIABLE_(kind, text) __KDEFER_IS_VARIABLE_##kind(text)
#define __KDEFER_IS_VARIABLE_ANY(text)	  0
#define __KDEFER_IS_VARIABLE_POINTER(text) 0
#define __KDEFER_IS_VARIABLE_STRUCT(text) 0
#define __KDEFER_IS_VARIABLE_MEMORY(text) \
	((text)[0] == '&' || ((text)[0] == '(' && (text)[1] == '&'))

/* defer() by one of the two, of one of the two kinds of values. */
#define __KDEFER_ADD(add, kind, frame, class, value, text, copy)	\
	({								\
		__auto_type copy = (value);				\
									\
		static_assert(__KDEFER_KEPT(__KDEFER_TAKES(class)),	\
			      "kdefer: defer(): this class takes a variable: defer_free()"); \
		static_assert(__KDEFER_IS_WORD(typeof(copy)),		\
			      "kdefer: defer() takes an integer or a pointer; see defer_class()"); \
		static_assert(__KDEFER_SUITS(__KDEFER_TAKES(class),	\
					     typeof(copy)),		\
			      "kdefer: defer(): this class takes a pointer"); \
		BUILD_BUG_ON_MSG(__KDEFER_IS_VARIABLE(__KDEFER_TAKES(class), text), \
			"kdefer: defer() takes the pointer to be freed, not its address"); \
		add(__KDEFER_CLIENT, (frame), kind,			\
		    (void *)__free_##class, (unsigned long)copy);	\
	})

/*
 * These three return only if nobody recovered, to the BUG() that the macros have behind
 * them: an oops then names the place that gave up. (Where they never return objtool
 * would want to know them by name.)
 */
__printf(4, 5) void __kdefer_panic(struct kdefer_client *client, int err, void *data,
				   const char *fmt, ...);
void __kdefer_repanic(struct kdefer_client *client, const struct soft_panic *p);
/* Was a frame named, and was the result a pointer? */
#define KDEFER_EXIT_TO		1
#define KDEFER_EXIT_POINTER	2
void __kdefer_exit(struct kdefer_client *client, struct defer_frame *to,
		   unsigned long code, unsigned int flags);

/* May this be an errno? Of what is no constant nothing is known here. */
#define __KDEFER_MAY_BE_ERRNO(err)					\
	(__KDEFER_CONSTANT_OR(err, -1) < 0 &&				\
	 __KDEFER_CONSTANT_OR(err, -1) >= -MAX_ERRNO)
#ifdef __CHECKER__
#define __KDEFER_CONSTANT_OR(value, other)	(other)
#else
#define __KDEFER_CONSTANT_OR(value, other) \
	__builtin_choose_expr(__is_constexpr(value), value, other)
#endif

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
static __always_inline void __kdefer_note(struct recover_frame *frame,
					  unsigned int returns)
{
	frame->base.flags = returns;
#ifdef CONFIG_FUNCTION_GRAPH_TRACER
	kdefer_note_of(&frame->base)->graph_index = current->curr_ret_stack;
	kdefer_note_of(&frame->base)->graph_depth = current->curr_ret_depth;
#endif
	__kdefer_fence();
}

/*
 * defer_recover(). As the first of its frame, where the context holds nothing, it is
 * no more than another end of the list.
 */
static __always_inline void __kdefer_recover_errno(struct kdefer_client *client,
						   struct defer_frame *frame)
{
	if (likely(!frame->head && kdefer_holds_nothing())) {
		frame->flags |= KDEFER_NOTED | KDEFER_CLEAN;
		frame->head = KDEFER_LAST_RECOVERS;
		__kdefer_fence();
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
	struct kdefer_block *block;
	void (*fn)(void *arg);
	void *arg;
};

static __always_inline struct __kdefer_scope
__kdefer_scope_enter(struct defer_frame *frame, struct kdefer_block *block,
		     void (*fn)(void *arg), void *arg)
{
	/*
	 * Whatever lies here: the compiler may not know that nothing was written yet. If
	 * it is no leftover of another call, this block has not ended.
	 */
	asm volatile("" : "=m" (block->call));
	if (unlikely(block->call == fn))
		__kdefer_block_again(frame, block);
	block->next = frame->blocks;
	block->call = fn;
	block->arg = arg;
	block->below = frame->head;
	frame->blocks = block;
	__kdefer_fence();
	return (struct __kdefer_scope){ frame, block, fn, arg };
}

/* From off the list to the call there is nothing of the client's between. */
static __always_inline void __kdefer_scope_leave(struct __kdefer_scope *s)
{
	struct defer_frame *frame = s->frame;
	struct kdefer_block *block = s->block;

	__kdefer_fence();
	/* A handler that this block deferred may have taken a note. */
	if (likely(frame->blocks == block))
		frame->blocks = block->next;
	else
		__kdefer_block_left(frame, block);
	WRITE_ONCE(block->call, NULL);
	s->fn(s->arg);
	__kdefer_fence();
}

#define __KDEFER_SCOPE(fn, arg, block, scope)				\
	struct kdefer_block block __uninitialized;			\
	struct __kdefer_scope scope					\
		__attribute__((__cleanup__(__kdefer_scope_leave))) =	\
		__kdefer_scope_enter(__KDEFER_OWN_FRAME, &block,	\
				     (void *)(fn), (void *)(arg))

/*
 * A constructor: nothing of what comes before it may fall behind it. In parentheses,
 * because of a lock's there may be a macro by that name, which declares a variable more.
 */
#define __KDEFER_CONSTRUCT(class, ...)					\
	({								\
		__kdefer_fence();					\
		(class_##class##_constructor)(__VA_ARGS__);		\
	})

#endif /* _LINUX_KDEFER_SCOPE_H */
