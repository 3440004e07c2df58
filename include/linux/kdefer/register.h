/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Registering calls: for the end of the function, for the end of the block; and changing
 * one's mind.
 */
#ifndef _LINUX_KDEFER_REGISTER_H
#define _LINUX_KDEFER_REGISTER_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <linux/kdefer/prefixed.h>

#ifndef KDEFER_NO_SHORT_NAMES

/**
 * defer_to() - defer() into the function that a frame belongs to
 * @frame: what that function got from defer_frame()
 * @class: see defer()
 * @value: see defer()
 *
 * For helpers, plain functions among them, that take something for their caller::
 *
 *	static char *frob_word(struct defer_frame *frame, const char *text)
 *	{
 *		char *word = soft_try(kstrdup(text, GFP_KERNEL));
 *
 *		defer_to(frame, kfree, word);	// freed when the caller ends
 *		return word;
 *	}
 *
 * which the caller, a DEFER_FN, calls as ``frob_word(defer_frame(), text)``.
 *
 * A frame whose function has returned is refused when that can be seen: the
 * destructor runs at once and the caller soft panics with -EINVAL.
 *
 * Context: Any context, the same that the frame's function runs in: below it, on
 *	    its stack.
 * Return: a handle, a ``struct defer *``, for defer_cancel() and defer_now() in the
 *	   frame's function.
 */
#define defer_to(frame, class, value)	kdefer_defer_to(frame, class, value)

/**
 * defer() - run a destructor when the function ends
 * @class: a class of DEFINE_FREE(): kfree, put_device, one of your own...
 * @value: what to run it on, an integer or a pointer, taken now
 *
 * The destructor runs once, however the function ends, after those that were
 * deferred later. The frame has room for as many calls as the function has places that
 * defer one, for eight at most and two at least; more, as in a loop, are allocated
 * (GFP_ATOMIC). When that fails nothing leaks: the destructor runs at once, and the
 * function soft panics with -ENOMEM.
 *
 * For classes of the kernel that take a pointer an integer is a build error. So is
 * ``&p`` where what p points to is to be freed: write p.
 *
 * Which classes there are is the kernel's to say, and yours: 6.1 has no ``kvfree``, and
 * later kernels no ``mutex`` of DEFINE_FREE() any more. <linux/kdefer/classes.h> has what
 * the kernel at hand lacks. Locks are for defer_guard(), whose classes have stayed.
 *
 * Context: Inside a DEFER_FN or RECOVER_FN; elsewhere a build error. Does not
 *	    sleep.
 * Return: a handle, a ``struct defer *``, for defer_cancel() and defer_now().
 *
 * Source: Go's defer statement; DEFINE_FREE() of <linux/cleanup.h>.
 */
#define defer(class, value)	kdefer_defer(class, value)

/**
 * defer_call() - call a function when this one ends
 * @fn:  void fn(void \*), and no other type
 * @arg: its argument, taken now; what it points to outlives the function's body
 *
 * As defer(), without a class. For functions of another type there is DEFINE_FREE(),
 * which makes a class of any expression::
 *
 *	DEFINE_FREE(frob_stop, struct frob *, frob_stop(_T, true))
 *	...
 *	defer(frob_stop, frob);
 *
 * Context: As defer().
 * Return: a handle, a ``struct defer *``, for defer_cancel() and defer_now().
 */
#define defer_call(fn, arg)	kdefer_defer_call(fn, arg)

/**
 * defer_on_panic() - run a destructor if the function ends by a soft panic
 * @class: see defer()
 * @value: see defer()
 *
 * As defer(), for what is undone only if the rest goes wrong: the destructor runs when a
 * soft panic or an exit passes this function or ends in it, in its place among the
 * deferred calls, and not when the body returns::
 *
 *	ino = soft_try(frob_new_ino(sb));
 *	defer_on_panic(frob_put_ino, ino);
 *	frob_write_inode(sb, ino);	// may give up: then the number is free again
 *	return ino;			// the caller's now
 *
 * ``return -EIO`` is a return: give up instead, or use defer() and defer_cancel(). A call
 * that gives up when the body has returned, a deferred one, is a soft panic of this
 * function as well. Of a call that cannot be registered, for lack of memory, the
 * destructor runs at once, as with defer().
 *
 * Context: As defer().
 * Return: a handle, a ``struct defer *``, for defer_cancel() and defer_now().
 */
#define defer_on_panic(class, value)	kdefer_defer_on_panic(class, value)

/**
 * defer_call_on_panic() - call a function if this one ends by a soft panic
 * @fn:  see defer_call()
 * @arg: see defer_call()
 *
 * Context: As defer().
 * Return: a handle, a ``struct defer *``, for defer_cancel() and defer_now().
 */
#define defer_call_on_panic(fn, arg)	kdefer_defer_call_on_panic(fn, arg)

/**
 * defer_commit() - nothing that was done up to here is undone
 *
 * Forgets each call that this function has deferred with defer_on_panic() and
 * defer_call_on_panic(), for code that may give up behind the point of no return. To
 * forget one of them, there is defer_cancel(). Other calls stay.
 *
 * Context: As defer().
 */
#define defer_commit()	kdefer_defer_commit()

/**
 * defer_reserve() - have memory for deferred calls before they are needed
 * @n:	 for so many calls, counted from here on; bounded by the caller
 * @gfp: how to allocate it
 *
 * Calls beyond those that the frame has room for, see defer(), allocate, as whoever may
 * not sleep does, from what the kernel keeps for those who cannot wait. A loop whose length
 * user space decides allocates beforehand, and as it is to be accounted::
 *
 *	soft_try(defer_reserve(count, GFP_KERNEL_ACCOUNT));
 *	for (i = 0; i < count; i++)
 *		defer(fput, soft_try_or(fget(fds[i]), -EBADF));
 *
 * Then the next @n registrations in this function, also by defer_to() and of handlers, do
 * not fail; calls that are cancelled or made leave their room to others. More than that
 * are allocated as always. The memory is freed when the function ends, before calls
 * deferred earlier are made.
 *
 * Context: Inside a DEFER_FN or RECOVER_FN; elsewhere a build error. May sleep if @gfp
 *	    flags permit.
 * Return: 0, or -ENOMEM, as always in NMI, and on PREEMPT_RT with preemption or interrupts
 *	   disabled; it must be used.
 */
#define defer_reserve(n, gfp)	kdefer_defer_reserve(n, gfp)

/**
 * defer_free() - run a destructor when the block ends
 * @class: a class of DEFINE_FREE()
 * @var:   the variable to run it on, by reference
 *
 * Declared after @var in the same block, it is what ``__free(class)`` on @var
 * would be, and it also runs on a soft panic. The variable is read when the
 * destructor runs: no_free_ptr() and return_ptr() work.
 *
 * The rule for variables that a destructor reads: a soft panic finds what was stored
 * before the call that raises it. A CPU fault under trap_faults() is no call: a store
 * is dropped if another one follows, and moved across what may fault::
 *
 *	kfree(p);
 *	p = NULL;
 *	defer_fence();		// without it this NULL is never stored
 *	x = a / b;		// faults: p would be freed a second time
 *	defer_fence();		// without it q may be in p already, and is freed
 *	p = q;
 *
 * The block is left by ``return``, ``break``, ``continue``, ``goto`` or its end. It is
 * not left by ``asm goto`` (unsafe_put_user() and its like: have the label inside) or a
 * computed ``goto``: the compiler runs no cleanup then, and the call is lost. That is
 * reported when the function returns, or the block around ends. Nor is a block
 * entered by a jump past the declaration: kdefer.mk makes that an error, for every
 * variable with an initializer. In a ``switch``, put braces around what follows ``case``.
 *
 * Context: Inside a DEFER_FN or RECOVER_FN; elsewhere a build error. Does not
 *	    allocate or sleep.
 *
 * Source: __free() of <linux/cleanup.h>.
 */
#define defer_free(class, var)	kdefer_defer_free(class, var)

/**
 * defer_class() - a variable of a class, destroyed when the block ends
 * @class: a class of DEFINE_CLASS(), DEFINE_GUARD(), DEFINE_LOCK_GUARD_0/1()
 * @var:   the name of the variable that it declares
 * @...:   the constructor's arguments
 *
 * ``CLASS(class, var)(args...)`` whose destructor also runs on a soft panic.
 *
 * Context: As defer_free().
 *
 * Source: CLASS() of <linux/cleanup.h>.
 */
#define defer_class(class, var, ...) \
	kdefer_defer_class(class, var, ##__VA_ARGS__)

/**
 * defer_guard() - hold a lock until the block ends
 * @class: a guard class: mutex, spinlock, rcu...
 * @...:   the constructor's arguments
 *
 * ``guard(class)(args...)`` that also lets go on a soft panic.
 *
 * Context: As defer_free(), and what the guard's constructor demands.
 *
 * Source: guard() of <linux/cleanup.h>.
 */
#define defer_guard(class, ...)	kdefer_defer_guard(class, ##__VA_ARGS__)

/**
 * defer_scoped_guard() - hold a lock for the statement that follows
 * @class: a guard class
 * @...:   the constructor's arguments
 *
 * ``scoped_guard(class, args...) { ... }`` that also lets go on a soft panic. As there,
 * ``break`` and ``continue`` leave the statement.
 *
 * Context: As defer_guard().
 *
 * Source: scoped_guard() of <linux/cleanup.h>.
 */
#define defer_scoped_guard(class, ...) \
	kdefer_defer_scoped_guard(class, ##__VA_ARGS__)

/**
 * defer_acquire() - hold a lock until the block ends, or give up
 * @class: a class of DEFINE_GUARD_COND(): mutex_try, mutex_intr...
 * @err:   what to give up with if the lock was not taken: -EBUSY, -EINTR...
 * @...:   the constructor's arguments
 *
 * As defer_guard() for locks that need not be had. To go on without, declare the guard
 * with defer_class() and ask defer_holds().
 *
 * Kernels before 6.8 have no DEFINE_GUARD_COND() and find it defined here, with
 * mutex_try and mutex_intr. <linux/kdefer/classes.h> has the others that newer ones have.
 *
 * Context: As defer_guard(), and soft_panic_with().
 *
 * Source: ACQUIRE() of <linux/cleanup.h>.
 */
#define defer_acquire(class, err, ...) \
	kdefer_defer_acquire(class, err, ##__VA_ARGS__)

/**
 * defer_holds() - has a conditional guard taken its lock?
 * @class: its class
 * @varp:  pointer to the variable that defer_class() declared
 *
 * Context: Any context.
 * Return: a bool: true if it has.
 */
#define defer_holds(class, varp)	kdefer_defer_holds(class, varp)

/**
 * defer_fence() - what was stored is in memory before what follows may fault
 *
 * For variables that a deferred call reads; see defer_free(). The compiler drops no store
 * for what is behind it and, with the flags of kdefer.mk, moves nothing across. It emits
 * no instruction. Registering a call does as much.
 *
 * Context: Any context.
 */
#define defer_fence()	kdefer_defer_fence()

/**
 * defer_cancel() - forget a deferred call
 * @d: a handle from defer(), defer_call() or defer_to() of this function
 *
 * Context: Inside the DEFER_FN or RECOVER_FN that deferred it.
 * Return:
 * * 0 - the call will not run.
 * * -ENOENT - it ran already, was cancelled already, or is not this function's;
 *   nothing happens but a warning, once.
 */
#define defer_cancel(d)	kdefer_defer_cancel(d)

/**
 * defer_now() - make a deferred call now instead of later
 * @d: a handle from defer(), defer_call() or defer_to() of this function
 *
 * Context: Inside the DEFER_FN or RECOVER_FN that deferred it, and what the call
 *	    demands.
 * Return:
 * * 0 - the call has run.
 * * -ENOENT - as with defer_cancel().
 */
#define defer_now(d)	kdefer_defer_now(d)

#endif /* KDEFER_NO_SHORT_NAMES */

#endif /* _LINUX_KDEFER_REGISTER_H */
