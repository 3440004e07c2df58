/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Giving up: soft panics, and leaving without one.
 */
#ifndef _LINUX_KDEFER_GIVE_UP_H
#define _LINUX_KDEFER_GIVE_UP_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <linux/kdefer/prefixed.h>

#ifndef KDEFER_NO_SHORT_NAMES

/**
 * soft_panic_with() - give up, with something for the handler
 * @err:    a negative errno; a constant that is none is a build error, a value that
 *	    is none warns once and counts as -EINVAL
 * @argptr: becomes &soft_panic.data
 * @fmt:    printf() format of the reason, and its arguments
 *
 * Runs the deferred calls of every DEFER_FN and RECOVER_FN on this stack, from
 * the innermost outwards, until a handler recovers. If none does, the chain of
 * panics is printed and the module's parameter ``uncaught`` decides. By default that
 * is BUG() at this place: the task dies; in an interrupt, and in the first process, the
 * machine does.
 *
 * Context: Any context, but not between user_access_begin() and _end(), where
 *	    objtool refuses it. The deferred calls run in the caller's context.
 * Return: Does not return.
 *
 * Source: Go's panic().
 */
#define soft_panic_with(err, argptr, fmt, ...) \
	kdefer_soft_panic_with(err, argptr, fmt, ##__VA_ARGS__)

/**
 * soft_panic() - give up
 * @err: a negative errno, see soft_panic_with()
 * @fmt: printf() format of the reason, and its arguments
 *
 * soft_panic_with() without data. The reason, of which 119 characters are kept and a line
 * break at the end is not, is what soft_panic_message() gives a handler, and what is
 * printed if nobody recovers; otherwise it is seen by nobody.
 *
 * Context: As soft_panic_with().
 * Return: Does not return.
 */
#define soft_panic(err, fmt, ...) \
	kdefer_soft_panic(err, fmt, ##__VA_ARGS__)

/**
 * soft_repanic() - give up again, for the same reason
 * @p: the panic that this handler was handed, recovered or not
 *
 * Raises a new panic, of cause SOFT_PANIC_RAISED, with the errno, data and text of
 * @p. In the chain of an uncaught panic the two are one line. It is marked: as
 * repanicked, or as recovered and repanicked if @p was recovered before. NULL, or a
 * panic that is over, warns once and counts as -EINVAL.
 *
 * Context: In a handler of defer_recover_with(), or below it.
 * Return: Does not return.
 *
 * Source: Go's ``panic(recover())``.
 */
#define soft_repanic(p)	kdefer_soft_repanic(p)

/**
 * soft_panic_on() - give up if a condition holds that never should
 * @cond: the condition; its text becomes the reason
 *
 * Reads as BUG_ON(). The errno is -EFAULT.
 *
 * Context: As soft_panic_with().
 */
#define soft_panic_on(cond)	__KDEFER_PANIC_ON((cond), #cond)

/**
 * soft_panic_if() - give up if a condition holds
 * @cond: the condition
 * @err:  a negative errno, see soft_panic_with()
 * @fmt:  printf() format of the reason, and its arguments; evaluated only if @cond holds, as
 *	  @err is
 *
 * A test can make it fail, before @cond is evaluated, with @err if that is a constant and
 * -EFAULT if not: see kdefer_inject_nth().
 *
 * Context: As soft_panic_with().
 */
#define soft_panic_if(cond, err, fmt, ...) \
	__KDEFER_PANIC_IF((cond), #cond, (err), fmt, ##__VA_ARGS__)

/**
 * soft_try() - the value of an expression, or give up
 * @expr: an expression of pointer or signed integer type; others are a build error
 *
 * Gives up with a negative integer's value, an error pointer's errno, or -ENOMEM
 * for a NULL pointer. A test can make it fail, before @expr is evaluated, with -ENOMEM: see
 * kdefer_inject_nth().
 *
 * Context: As soft_panic_with().
 * Return: the value of @expr.
 */
#define soft_try(expr)							\
	__KDEFER_TRY((expr), #expr, __UNIQUE_ID(__kdefer_raw),		\
		     __UNIQUE_ID(__kdefer_try), __UNIQUE_ID(__kdefer_err))

/**
 * soft_try_or() - the value of an expression, or give up with this errno
 * @expr:  as of soft_try(), by which it is judged
 * @error: the negative errno to give up with, instead of what @expr says
 *
 * For functions that do not say why, or say it wrong: sb_bread() means -EIO by NULL::
 *
 *	bh = soft_try_or(sb_bread(sb, block), -EIO);
 *
 * A test can make it fail as soft_try(), with @error if that is a constant. Any other may be
 * known only when @expr has failed, and is evaluated then.
 *
 * Context: As soft_panic_with().
 * Return: the value of @expr.
 */
#define soft_try_or(expr, error)					\
	__KDEFER_TRY_OR((expr), #expr, (error), (error),		\
			__UNIQUE_ID(__kdefer_raw), __UNIQUE_ID(__kdefer_try), \
			__UNIQUE_ID(__kdefer_err))

/**
 * soft_exit() - leave the outermost RECOVER_FN of this module on this stack
 * @code: what that function returns
 *
 * Runs every deferred call up to there, those of other modules' functions between
 * included, then returns from it. No handler can stop it, and none sees it. A soft
 * panic in flight ends; one that is raised and recovered on the way does not cancel
 * the exit. Of two exits, one in a deferred call that the other makes, that one
 * goes on which leads further out.
 *
 * @code must fit: an integer result takes what it can hold, a pointer result takes
 * pointers, 0 and negative errnos, bool takes 0 and 1, a function of no result takes
 * anything. What does not fit warns once, and is a soft panic with -EINVAL. Without a
 * RECOVER_FN of this module on the stack it is one with -ENOTRECOVERABLE. Where the
 * stack can be understood only in part, the outermost of that part is meant, which is
 * said in the log. From a deferred call of a kernel thread that ends, it goes on with
 * that.
 *
 * Context: As soft_panic_with().
 * Return: Does not return.
 *
 * Source: Go's runtime.Goexit().
 */
#define soft_exit(code)	kdefer_soft_exit(code)

/**
 * soft_exit_to() - leave a RECOVER_FN
 * @frame: what that function got from defer_frame()
 * @code:  what it returns
 *
 * As soft_exit(), for the function whose frame this is, of whichever module. A frame
 * that is not one of a RECOVER_FN on this stack warns once, and it is a soft panic
 * with -ENOTRECOVERABLE.
 *
 * Context: As soft_panic_with().
 * Return: Does not return.
 */
#define soft_exit_to(frame, code)	kdefer_soft_exit_to(frame, code)

#endif /* KDEFER_NO_SHORT_NAMES */

#endif /* _LINUX_KDEFER_GIVE_UP_H */
