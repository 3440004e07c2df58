/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_KDEFER_H
#define _LINUX_KDEFER_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

/**
 * DOC: Scoped cleanup and recovery
 *
 * A parser, a state machine or a recursive walk finds deep down that it cannot
 * go on. Every function above it has taken something: memory, a lock, a
 * reference. The classic answer is an error code that each caller checks, and a
 * ladder of labels that gives back what was taken, in every one of them.
 *
 * With kdefer a function says where it takes something how it is given back, any
 * function below may give up, and one function further out turns that into an
 * ordinary error::
 *
 *	RECOVER_FN(ssize_t, frob_write, struct file *, file,
 *		   const char __user *, ubuf, size_t, len, loff_t *, pos)
 *	{
 *		struct frob *frob = file->private_data;
 *		char *text;
 *
 *		defer_recover();		// from here on: return the errno
 *		defer_guard(mutex, &frob->lock);	// until the block ends
 *
 *		if (len > PAGE_SIZE)
 *			soft_panic(-E2BIG, "%zu bytes", len);
 *		text = soft_try(memdup_user_nul(ubuf, len));
 *		defer(kfree, text);		// until the function ends
 *
 *		frob_parse(frob, text);		// may soft_panic(), however deep
 *		return len;
 *	}
 *
 *	static const struct file_operations frob_fops = {
 *		.owner = THIS_MODULE,
 *		.write = frob_write,
 *	};
 *
 * If anything under frob_parse() calls soft_panic(-EINVAL, "line %u: ...", n),
 * the text is freed, the mutex is unlocked, and write(2) returns -EINVAL. The
 * functions between, which took nothing, contain no line about it. What soft_panic()
 * says is there for a handler, see defer_recover_with(), and printed if nobody
 * recovers; defer_recover() takes the errno alone.
 *
 * The trap::
 *
 *	void helper(struct frob *frob)
 *	{
 *		char *tmp __free(kfree) = kmalloc(64, GFP_KERNEL);
 *
 *		guard(mutex)(&frob->inner);	// !! unlocks on a return alone
 *		frob_step(frob, tmp);		// !! soft_panic() below this line
 *	}					//    leaks tmp and leaves inner locked
 *
 * A soft panic makes deferred calls and nothing else. It leaves plain functions without
 * running anything of theirs; and guard(), CLASS() and __free() are skipped in the body
 * of a DEFER_FN or RECOVER_FN as well. The rule: a function that holds something while
 * it calls code which may give up is a DEFER_FN, and holds it with defer_guard(),
 * defer_class(), defer_free() or defer(). A function that returns what it took takes it
 * last, or defers it for its caller with defer_to(). Built with kdefer.mk, a client is
 * checked for such functions when it is linked, and warned of them::
 *
 *	helper() holds guard (mutex, line 5), tmp (kfree, line 3) over a call that may
 *	give up: frob_step > soft_panic
 *
 * Or the client is built with landing pads, ``kdefer-pads := y`` in its Kbuild. Then
 * guard(), CLASS() and __free() are cleaned up as on a return, wherever a soft panic, an
 * exit or the end of a thread goes past, in plain functions and in bodies; what is said
 * above as the trap is none. What is held by other means, kmalloc() with a kfree() at the
 * end, stays held. And code that was not written to be left at every call has a trap of
 * its own::
 *
 *	struct item *item __free(kfree) = kzalloc(sizeof(*item), GFP_KERNEL);
 *
 *	list_add(&item->list, &frob->items);	// others see it: published
 *	frob_count(frob);			// !! soft_panic() here frees it
 *	return no_free_ptr(item);		//    while it is on the list
 *
 * The rule: publish last, and say no_free_ptr() before anything that may give up.
 *
 * The other trap: a function's own calls run when its body has returned, so what
 * they are given must outlive that::
 *
 *	DEFER_FN(int, frob_sum, struct frob *, frob)
 *	{
 *		struct total total = {};
 *
 *		defer_call(total_report, &total);	// !! gone on a return
 *		...
 *
 * What lives in the function is cleaned up with its block, by defer_free() and
 * defer_class().
 *
 * The meaning is that of Go's defer, panic, recover and runtime.Goexit: deferred
 * calls run last in, first out, exactly once; on the way out of a soft panic they
 * run innermost frame first, on top of the code that gave up; a handler that
 * recovers lets its function return normally.
 *
 * Every name has its own page:
 *
 * * <linux/kdefer/define.h>: DEFER_FN(), RECOVER_FN(), defer_frame()
 * * <linux/kdefer/register.h>: defer() and its kin, defer_cancel(), defer_now()
 * * <linux/kdefer/give_up.h>: soft_panic() and its kin, soft_try(), soft_exit()
 * * <linux/kdefer/recover.h>: defer_recover(), handlers, trap_faults()
 * * <linux/kdefer/passes.h>: defer_passes()
 * * <linux/kdefer/ask.h>: struct soft_panic, soft_panic_message() and its kin
 * * <linux/kdefer/classes.h>: classes that a kernel lacks; included by whoever wants them
 * * <kunit/kdefer.h>: expectations about soft panics, for KUnit suites of clients
 * * <linux/kdefer/audit.h>: what a piece of code leaves held, for tests of another kind
 */

#ifdef __has_include
#if !__has_include("linux/cleanup.h")
#error "kdefer: this kernel has no <linux/cleanup.h>: it must be 6.1.79, 6.6 or later"
#endif
#endif

#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/kdefer/ask.h>
#include <linux/kdefer/define.h>
#include <linux/kdefer/give_up.h>
#include <linux/kdefer/passes.h>
#include <linux/kdefer/recover.h>
#include <linux/kdefer/register.h>

#endif /* _LINUX_KDEFER_H */
