/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The interface of <linux/kdefer.h>, where it is documented, under names that cannot
 * be taken for others: each has kdefer_ in front, KDEFER_ where it defines a function.
 * A file that has a "recover" or a "defer" of its own says
 *
 *	#define KDEFER_NO_SHORT_NAMES
 *
 * before it includes <linux/kdefer.h>, and uses these.
 */
#ifndef _LINUX_KDEFER_PREFIXED_H
#define _LINUX_KDEFER_PREFIXED_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <linux/bug.h>
#include <linux/cleanup.h>
#include <linux/compiler.h>
#include <linux/const.h>
#include <linux/err.h>
#include <linux/kdefer/fn.h>
#include <linux/kdefer/inject.h>
#include <linux/kdefer/scope.h>
#include <linux/kern_levels.h>
#include <linux/mutex.h>

#define KDEFER_DEFER_FN(ret, name, ...) \
	__KDEFER_FN(DEFER, LOCAL, ret, name, ##__VA_ARGS__)
#define KDEFER_DEFER_FN_GLOBAL(ret, name, ...) \
	__KDEFER_FN(DEFER, GLOBAL, ret, name, ##__VA_ARGS__)
#define KDEFER_RECOVER_FN(ret, name, ...) \
	__KDEFER_FN(RECOVER, LOCAL, ret, name, ##__VA_ARGS__)
#define KDEFER_RECOVER_FN_GLOBAL(ret, name, ...) \
	__KDEFER_FN(RECOVER, GLOBAL, ret, name, ##__VA_ARGS__)

/* Registering a call. */
#define __KDEFER_OWN_FRAME	((struct defer_frame *)__kdefer_frame)
#define __KDEFER_OWN_SLOT						\
	({								\
		__KDEFER_SLOTS_PLACE(__KDEFER_FRAME_NUMBER, __kdefer_frame); \
		__KDEFER_OWN_FRAME;					\
	})
#define kdefer_defer_frame()	__KDEFER_OWN_SLOT
#define kdefer_defer_fence()	__kdefer_fence()

#define kdefer_defer_to(frame, class, value) \
	__KDEFER_ADD(__kdefer_add_to, KDEFER_VALUE, (frame), class, (value), #value, \
		     __UNIQUE_ID(__kdefer_value))
#define kdefer_defer(class, value) \
	__KDEFER_ADD(__kdefer_add, KDEFER_VALUE, __KDEFER_OWN_SLOT, class, \
		     (value), #value, __UNIQUE_ID(__kdefer_value))
#define kdefer_defer_call(fn, arg) \
	__kdefer_add_call(__KDEFER_CLIENT, __KDEFER_OWN_SLOT, KDEFER_CALL, (fn), (arg))
#define kdefer_defer_on_panic(class, value) \
	__KDEFER_ADD(__kdefer_add, KDEFER_UNDO_VALUE, __KDEFER_OWN_SLOT, class, \
		     (value), #value, __UNIQUE_ID(__kdefer_value))
#define kdefer_defer_call_on_panic(fn, arg) \
	__kdefer_add_call(__KDEFER_CLIENT, __KDEFER_OWN_SLOT, \
			  KDEFER_UNDO_CALL, (fn), (arg))
#define kdefer_defer_commit()	__kdefer_commit(__KDEFER_OWN_FRAME)
#define kdefer_defer_reserve(n, gfp) \
	__kdefer_reserve(__KDEFER_OWN_FRAME, (n), (gfp))
#define kdefer_defer_cancel(d)	__kdefer_cancel(__KDEFER_OWN_FRAME, (d))
#define kdefer_defer_now(d)	__kdefer_now(__KDEFER_OWN_FRAME, (d))

/* Until the block ends. */
#define kdefer_defer_free(class, var)					\
	__KDEFER_SCOPE(__free_##class, &(var),				\
		       __UNIQUE_ID(__kdefer_block),			\
		       __UNIQUE_ID(kdefer_deferred_call));		\
	static_assert(__KDEFER_SUITS(__KDEFER_TAKES(class), typeof(var)), \
		      "kdefer: defer_free(): this class takes a pointer");	\
	static_assert(__KDEFER_HOLDS(__KDEFER_TAKES(class), typeof(var)), \
		      "kdefer: defer_free(): this class takes a struct, not a pointer to it")
#define kdefer_defer_class(class, var, ...)				\
	class_##class##_t var = __KDEFER_CONSTRUCT(class, ##__VA_ARGS__); \
	__KDEFER_SCOPE(class_##class##_destructor, &(var),		\
		       __UNIQUE_ID(__kdefer_block),			\
		       __UNIQUE_ID(kdefer_deferred_call))
#define kdefer_defer_guard(class, ...) \
	kdefer_defer_class(class, __UNIQUE_ID(__kdefer_guard), ##__VA_ARGS__)

#define kdefer_defer_holds(class, varp) (!!class_##class##_lock_ptr(varp))
#define kdefer_defer_acquire(class, err, ...)				\
	__KDEFER_ACQUIRE(class, (err), __UNIQUE_ID(__kdefer_guard),	\
			 ##__VA_ARGS__)
#define __KDEFER_ACQUIRE(class, err, var, ...)				\
	kdefer_defer_class(class, var, ##__VA_ARGS__);			\
	do {								\
		if (unlikely(!kdefer_defer_holds(class, &(var))))	\
			kdefer_soft_panic((err), "%s: not acquired",	\
					  __stringify(class));		\
	} while (0)

/*
 * The outer loop is there for its variable, and is left after the first turn. A guard that
 * has not taken its lock has none: as of scoped_guard().
 */
#define kdefer_defer_scoped_guard(class, ...)				\
	__KDEFER_SCOPED(class, __UNIQUE_ID(__kdefer_guard),		\
			__UNIQUE_ID(__kdefer_block),			\
			__UNIQUE_ID(kdefer_deferred_call),			\
			__UNIQUE_ID(__kdefer_done),			\
			__UNIQUE_ID(__kdefer_turn), ##__VA_ARGS__)
#define __KDEFER_SCOPED(class, var, block, scope, done, turn, ...)	\
	for (class_##class##_t var = __KDEFER_CONSTRUCT(class, ##__VA_ARGS__), \
	     *done = NULL; !done; )					\
	for (struct kdefer_block block __uninitialized, *turn = &block;	\
	     turn; turn = NULL)						\
	for (struct __kdefer_scope scope				\
		__attribute__((__cleanup__(__kdefer_scope_leave))) =	\
		__kdefer_scope_enter(__KDEFER_OWN_FRAME, &block,	\
			(void *)class_##class##_destructor,	\
			(void *)(done = &var)); turn; turn = NULL)	\
	if (unlikely(__KDEFER_NOT_TAKEN(class, done)))			\
		break;							\
	else

#if defined(__is_cond_ptr)
#define __KDEFER_NOT_TAKEN(class, varp) \
	(__is_cond_ptr(class) && !__guard_ptr(class)(varp))
#elif defined(__guard_ptr)
#define __KDEFER_NOT_TAKEN(class, varp)	(!__guard_ptr(class)(varp))
#elif defined(__CHECKER__) /* it takes one const more for a mistake */
#define __KDEFER_NOT_TAKEN(class, varp)	0
#else
/* Those that may fail are defined below, and of a type that is const. */
#define __KDEFER_NOT_TAKEN(class, varp)					\
	(__builtin_types_compatible_p(class_##class##_t *,		\
				      const class_##class##_t *) &&	\
	 !*(void *const *)(varp))
#endif

/* Recovering. */
#define __KDEFER_NEEDS_RECOVER_FN(what)					\
	static_assert(!__builtin_types_compatible_p(			\
			__KDEFER_FRAME_TYPE, struct defer_frame),	\
		      "kdefer: " what " needs a RECOVER_FN")
#define __KDEFER_NO_ERRNO \
	"kdefer: defer_recover(): the result cannot carry an errno; use defer_recover_with() or recover()"
#define __KDEFER_NEEDS_ERRNO						\
	static_assert(!__builtin_types_compatible_p(			\
			__KDEFER_FRAME_TYPE, struct recover_frame), \
		      __KDEFER_NO_ERRNO)
#define kdefer_defer_recover()						\
	do {								\
		__KDEFER_NEEDS_RECOVER_FN("defer_recover()");		\
		__KDEFER_NEEDS_ERRNO;					\
		__kdefer_recover_errno(__KDEFER_CLIENT, __KDEFER_OWN_SLOT); \
	} while (0)
#define kdefer_defer_recover_log(lev) \
	__KDEFER_RECOVER_LOG("" lev "", __UNIQUE_ID(__kdefer_log))
#define __KDEFER_RECOVER_LOG(lev, log)					\
	do {								\
		static struct kdefer_log log = {			\
			.level = lev,					\
			.module = KBUILD_MODNAME,			\
			.limit = RATELIMIT_STATE_INIT(log.limit,	\
						      DEFAULT_RATELIMIT_INTERVAL, \
						      DEFAULT_RATELIMIT_BURST), \
		};							\
		__KDEFER_NEEDS_RECOVER_FN("defer_recover_log()");	\
		__KDEFER_NEEDS_ERRNO;					\
		BUILD_BUG_ON_MSG(sizeof(lev) != sizeof(KERN_ERR) ||	\
				 (lev)[0] != KERN_SOH_ASCII,		\
			"kdefer: defer_recover_log() takes a level, as KERN_NOTICE"); \
		__kdefer_add_recovering(__KDEFER_CLIENT, __KDEFER_OWN_SLOT, \
					__kdefer_recover_log, &log);	\
	} while (0)
#define kdefer_defer_recover_with(fn, argp)				\
	({								\
		__KDEFER_NEEDS_RECOVER_FN("defer_recover_with()");	\
		__kdefer_add_recovering(__KDEFER_CLIENT, __KDEFER_OWN_SLOT, \
					(fn), (argp));			\
	})
#define kdefer_recover(p, result) \
	__kdefer_recover(__KDEFER_CLIENT, (p), (unsigned long)(result))
/*
 * Two branches that divide the same by the same, and meet, divide behind that: clang makes
 * one of both, and no option keeps it from that.
 */
#if defined(__clang__) && !defined(KDEFER_TRAPS_WITH_CLANG)
#define __KDEFER_NEEDS_PLACE(what)					\
	static_assert(0, "kdefer: " what ": clang may divide behind the end of a block that " \
			 "divides: if that is well, define KDEFER_TRAPS_WITH_CLANG")
#else
#define __KDEFER_NEEDS_PLACE(what)	static_assert(1)
#endif
/* Else the compiler thinks that only a call leaves a function: a fault would find no pad. */
#if defined(KDEFER_PADS) && !defined(KDEFER_PADS_FAULTS)
#define __KDEFER_NEEDS_PADS_OF_FAULTS(what)				\
	static_assert(0, "kdefer: " what " in a file with landing pads "	\
			 "that are for calls alone: kdefer-pads := faults")
#else
#define __KDEFER_NEEDS_PADS_OF_FAULTS(what)	static_assert(1)
#endif
/* No statement expression: of its value clang does not say that it is not used. */
#define __KDEFER_ASSERTED(assertion)	((void)sizeof(struct { int unused; assertion; }))
#define kdefer_trap_faults()						\
	(__KDEFER_ASSERTED(__KDEFER_NEEDS_PLACE("trap_faults()")),	\
	 __KDEFER_ASSERTED(__KDEFER_NEEDS_PADS_OF_FAULTS("trap_faults()")), \
	 __KDEFER_ASSERTED(__KDEFER_NEEDS_RECOVER_FN("trap_faults()")),	\
	 __kdefer_trap(__KDEFER_OWN_FRAME, KDEFER_TRAPS))
#define kdefer_trap_faults_unsafe()					\
	(__KDEFER_ASSERTED(__KDEFER_NEEDS_PLACE("trap_faults_unsafe()")), \
	 __KDEFER_ASSERTED(__KDEFER_NEEDS_PADS_OF_FAULTS("trap_faults_unsafe()")), \
	 __KDEFER_ASSERTED(__KDEFER_NEEDS_RECOVER_FN("trap_faults_unsafe()")), \
	 __kdefer_trap(__KDEFER_OWN_FRAME, KDEFER_TRAPS | KDEFER_UNSAFE))

/* Giving up. */
#define kdefer_soft_panic_with(err, argptr, fmt, ...)			\
	do {								\
		static_assert(__KDEFER_MAY_BE_ERRNO(err),		\
			      "kdefer: soft_panic(): the errno is negative, -EINVAL for example"); \
		__kdefer_panic(__KDEFER_CLIENT, (err), (argptr), fmt,	\
			       ##__VA_ARGS__);				\
		BUG();							\
	} while (0)
#define kdefer_soft_panic(err, fmt, ...) \
	kdefer_soft_panic_with(err, NULL, fmt, ##__VA_ARGS__)
#define kdefer_soft_repanic(p)						\
	do {								\
		__kdefer_repanic(__KDEFER_CLIENT, (p));			\
		BUG();							\
	} while (0)
#define kdefer_soft_panic_on(cond)	__KDEFER_PANIC_ON((cond), #cond)
#define __KDEFER_PANIC_ON(cond, text)					\
	do {								\
		__KDEFER_INJECT(-EFAULT, text, __UNIQUE_ID(__kdefer_injected)); \
		if (unlikely(cond))					\
			kdefer_soft_panic(-EFAULT, "%s", text);		\
	} while (0)
#define kdefer_soft_panic_if(cond, err, fmt, ...)			\
	__KDEFER_PANIC_IF((cond), #cond, (err), fmt, ##__VA_ARGS__)
#define __KDEFER_PANIC_IF(cond, text, err, fmt, ...)			\
	do {								\
		__KDEFER_INJECT(__KDEFER_CONSTANT_OR(err, -EFAULT), text, \
				__UNIQUE_ID(__kdefer_injected));	\
		if (unlikely(cond))					\
			kdefer_soft_panic(err, fmt, ##__VA_ARGS__);	\
	} while (0)
#define kdefer_soft_try(expr)						\
	__KDEFER_TRY((expr), #expr, __UNIQUE_ID(__kdefer_raw),		\
		     __UNIQUE_ID(__kdefer_try), __UNIQUE_ID(__kdefer_err))
#define kdefer_soft_try_or(expr, error)					\
	__KDEFER_TRY_OR((expr), #expr, (error), (error),		\
			__UNIQUE_ID(__kdefer_raw), __UNIQUE_ID(__kdefer_try), \
			__UNIQUE_ID(__kdefer_err))
#define __KDEFER_TRY(expr, text, raw, value, err) \
	__KDEFER_TRY_OR(expr, text, err, -ENOMEM, raw, value, err)
/*
 * A bit-field has a type of its own, as the value of a block too; as that of "?:" it is
 * promoted. So are those that hold no errno, which is why the first is asked as well.
 */
#define __KDEFER_TRY_OR(expr, text, error, asked, raw, value, err)	\
	({								\
		__auto_type raw = ({					\
			__KDEFER_INJECT(__KDEFER_CONSTANT_OR(asked, -ENOMEM), text, \
					__UNIQUE_ID(__kdefer_injected)); \
			expr;						\
		});							\
		static_assert(__KDEFER_IS_SCALAR(raw),			\
			      "kdefer: soft_try() takes a pointer or a signed integer"); \
		__auto_type value = __KDEFER_PROMOTED(raw);		\
		long err;						\
									\
		static_assert(__KDEFER_HOLDS_ERRNO(typeof(value)) &&	\
			      !__KDEFER_IS_NARROW(typeof(raw)),		\
			      "kdefer: soft_try() takes a pointer or a signed integer"); \
		err = __kdefer_failure((long)value,			\
				       __KDEFER_IS_PTR(typeof(value)));	\
		if (unlikely(err))					\
			kdefer_soft_panic(error, "%s", text);		\
		value;							\
	})
#ifdef __CHECKER__
#define __KDEFER_IS_SCALAR(v)	1
#define __KDEFER_PROMOTED(v)	(v)
#else
#define __KDEFER_IS_SCALAR(v)	(__builtin_classify_type(v) <= 5)
#define __KDEFER_PROMOTED(v)	((v) ?: 0)
#endif
#define __KDEFER_IS_NARROW(T)						\
	(__builtin_types_compatible_p(typeof(T), bool) ||		\
	 __builtin_types_compatible_p(typeof(T), unsigned char) ||	\
	 __builtin_types_compatible_p(typeof(T), unsigned short))
#define kdefer_soft_exit(code)	__KDEFER_EXIT(NULL, code, 0)
#define kdefer_soft_exit_to(frame, code) \
	__KDEFER_EXIT((frame), code, KDEFER_EXIT_TO)
#define __KDEFER_EXIT(frame, code, flags)				\
	do {								\
		__kdefer_exit(__KDEFER_CLIENT, frame, (unsigned long)(code), \
			      (flags) | (__KDEFER_IS_PTR(typeof(code)) ? \
					 KDEFER_EXIT_POINTER : 0));	\
		BUG();							\
	} while (0)

/* What may be passed. */
#define kdefer_defer_passes(fn)						\
	({								\
		static_assert(__same_type(fn, *(fn)),			\
			      "kdefer: defer_passes() takes a function, by its name"); \
		__kdefer_passes(THIS_MODULE, (const void *)(fn));	\
	})

/* Asking. */
#define kdefer_soft_panicking()	__kdefer_panicking(__KDEFER_CLIENT)
#define kdefer_soft_panic_message(p, buf, size) \
	soft_panic_message((p), (buf), (size))
#define kdefer_soft_panic_stack(p, entries, max) \
	soft_panic_stack((p), (entries), (max))
#define kdefer_soft_panic_prev(p)	soft_panic_prev(p)

/*
 * Guards that may fail to take the lock, where the kernel has no way to define them. A
 * guard of such a kernel lets go of its lock whatever it is: not of one that it has not.
 * Those of mutexes come with it, as in 6.8's "cleanup: Add conditional guard support".
 */
#ifndef DEFINE_GUARD_COND
#define DEFINE_GUARD_COND(_name, _ext, _condlock)			\
	typedef const class_##_name##_t class_##_name##_ext##_t;	\
	static inline void						\
	class_##_name##_ext##_destructor(class_##_name##_ext##_t *p)	\
	{								\
		class_##_name##_t lock = *p;				\
									\
		if (lock)						\
			class_##_name##_destructor(&lock);		\
	}								\
	static inline class_##_name##_t					\
	class_##_name##_ext##_constructor(class_##_name##_t _T)		\
	{								\
		return _T && (_condlock) ? _T : NULL;			\
	}								\
	static inline void *						\
	class_##_name##_ext##_lock_ptr(class_##_name##_ext##_t *p)	\
	{								\
		return (void *)*p;					\
	}
DEFINE_GUARD_COND(mutex, _try, mutex_trylock(_T))
DEFINE_GUARD_COND(mutex, _intr, mutex_lock_interruptible(_T) == 0)
#endif

#endif /* _LINUX_KDEFER_PREFIXED_H */
