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
 *		text = soft_try(memdup_user_nul(ubuf, len));
 *		defer(kfree, text);		// until the function ends
 *
 *		frob_parse(frob, text);		// may soft_panic(), however deep
 *		return len;
 *	}
 *
 *	static const struct file_operations frob_fops = { .write = frob_write };
 *
 * If anything under frob_parse() calls soft_panic(-EINVAL, "line %u: ...", n),
 * the text is freed, the mutex is unlocked, and write(2) returns -EINVAL. The
 * functions between, which took nothing, contain no line about it.
 *
 * The trap::
 *
 *	void helper(struct frob *frob)
 *	{
 *		char *tmp __free(kfree) = kmalloc(64, GFP_KERNEL);
 *
 *		guard(mutex)(&frob->inner);	// !! a plain function
 *		frob_step(frob, tmp);		// !! soft_panic() below this line
 *	}					//    leaks tmp and leaves inner locked
 *
 * A soft panic leaves plain functions without running anything of theirs, their
 * guard() and __free() included. The rule: a function that holds something while
 * it calls code which may give up is a DEFER_FN, and holds it with defer_guard(),
 * defer_free() or defer(). A function that returns what it took takes it last, or
 * defers it for its caller with defer_to().
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
 */

#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/kdefer/prefixed.h>

/**
 * KDEFER_API_VERSION - version of this interface
 *
 * Incremented when something is added. What a gate and the module share at run
 * time has a version of its own in the name of the symbol that every gate calls:
 * a client that was built for another one is refused when it is loaded.
 */
#define KDEFER_API_VERSION	2

/**
 * kdefer_api_version() - version of the loaded module's interface
 *
 * Context: Any context.
 * Return: the KDEFER_API_VERSION that kdefer.ko was built with.
 */
unsigned int kdefer_api_version(void);

/**
 * enum soft_panic_cause - what raised a soft panic
 * @SOFT_PANIC_RAISED:	 a call of soft_panic() or one of its relatives
 * @SOFT_PANIC_PAGE_FAULT: an access to an address that is not mapped, or not for
 *			 this; -EFAULT
 * @SOFT_PANIC_PROTECTION: an access to a non-canonical address, or another general
 *			 protection fault; -EFAULT
 * @SOFT_PANIC_DIVIDE:	 a division by zero, or with a result out of range; -EDOM
 * @SOFT_PANIC_BUG:	 BUG(), or another ud2; -ENOTRECOVERABLE. Other instructions
 *			 that are invalid oops
 *
 * All but the first are CPU faults below a frame with trap_faults().
 */
enum soft_panic_cause {
	SOFT_PANIC_RAISED,
	SOFT_PANIC_PAGE_FAULT,
	SOFT_PANIC_PROTECTION,
	SOFT_PANIC_DIVIDE,
	SOFT_PANIC_BUG,
};

/**
 * struct soft_panic - a soft panic in flight
 * @err:   why, a negative errno
 * @cause: what raised it
 * @ip:    where it was raised, an address for %pS; of a fault, the instruction
 * @addr:  the address that was being accessed, for causes that have one; else 0
 * @data:  what soft_panic_with() was given, else NULL
 *
 * A handler gets a pointer to it, which is good until the handler returns.
 */
struct soft_panic {
	int err;
	enum soft_panic_cause cause;
	unsigned long ip;
	unsigned long addr;
	void *data;
	/* private: */
	struct soft_panic_origin *origin;
};

#ifndef KDEFER_NO_SHORT_NAMES

/**
 * DEFER_FN() - define a function that may defer
 * @ret:  its result type: void, an integer or a pointer
 * @name: its name
 * @...:  its arguments in pairs, type and name, at most seven; each an integer or
 *	  a pointer
 *
 * Defines a function of exactly the prototype ``ret name(type, ...)`` that is
 * local to the file, although no ``static`` is written. It can be called and
 * used as a callback like any other. Inside, the defer family works.
 *
 * Three things differ from other definitions, because callers see a few lines of
 * assembly and the body is a function behind those:
 *
 * * ``static`` in front is an error ("multiple storage classes"), and a declaration
 *   ahead of the definition is written without it: ``int frob(struct foo *);``
 * * attributes in front are those of the prototype: ``__must_check``, ``__printf()``
 *   and ``__nonnull`` have their effect on callers. What places or compiles a
 *   function (``__init``, ``notrace``, ``noinline``) has none: it is never inlined, and
 *   stays in .text.
 * * no computed ``goto`` by a static table of labels in a RECOVER_FN, whose body is
 *   inlined into a function of its own.
 *
 * Source: a Go function with defer statements.
 */
#define DEFER_FN(ret, name, ...) \
	KDEFER_DEFER_FN(ret, name, ##__VA_ARGS__)

/**
 * DEFER_FN_GLOBAL() - DEFER_FN() with external linkage
 * @ret:  see DEFER_FN()
 * @name: see DEFER_FN(); may be given to EXPORT_SYMBOL_GPL()
 * @...:  see DEFER_FN()
 */
#define DEFER_FN_GLOBAL(ret, name, ...) \
	KDEFER_DEFER_FN_GLOBAL(ret, name, ##__VA_ARGS__)

/**
 * RECOVER_FN() - define a function that may defer and may stop a soft panic
 * @ret:  see DEFER_FN()
 * @name: see DEFER_FN()
 * @...:  see DEFER_FN()
 *
 * As DEFER_FN(); inside, defer_recover() and defer_recover_with() work as well.
 * It costs a little more: it keeps what is needed to return from it at any time.
 */
#define RECOVER_FN(ret, name, ...) \
	KDEFER_RECOVER_FN(ret, name, ##__VA_ARGS__)

/**
 * RECOVER_FN_GLOBAL() - RECOVER_FN() with external linkage
 * @ret:  see DEFER_FN()
 * @name: see DEFER_FN(); may be given to EXPORT_SYMBOL_GPL()
 * @...:  see DEFER_FN()
 */
#define RECOVER_FN_GLOBAL(ret, name, ...) \
	KDEFER_RECOVER_FN_GLOBAL(ret, name, ##__VA_ARGS__)

/**
 * defer_frame() - the frame of this function, to be handed to a helper
 *
 * Context: Inside a DEFER_FN or RECOVER_FN; elsewhere a build error.
 * Return: the frame, good until the function returns, for defer_to() and
 *	   soft_exit_to().
 */
#define defer_frame()	kdefer_defer_frame()

/**
 * defer_to() - defer() into the function that a frame belongs to
 * @frame: what that function got from defer_frame()
 * @class: see defer()
 * @value: see defer()
 *
 * A frame whose function has returned is refused when that can be seen: the
 * destructor runs at once and the caller soft panics with -EINVAL.
 *
 * Context: Any context, the same that the frame's function runs in: below it, on
 *	    its stack.
 * Return: a handle, as defer().
 */
#define defer_to(frame, class, value)	kdefer_defer_to(frame, class, value)

/**
 * defer() - run a destructor when the function ends
 * @class: a class of DEFINE_FREE(): kfree, put_device, one of your own...
 * @value: what to run it on, an integer or a pointer, taken now
 *
 * The destructor runs once, however the function ends, after those that were
 * deferred later. Two calls have room in the frame, more are allocated (GFP_ATOMIC).
 * When that fails nothing leaks: the destructor runs at once, and the function soft
 * panics with -ENOMEM.
 *
 * For classes of the kernel that take a pointer an integer is a build error. So is
 * ``&p`` where what p points to is to be freed: write p.
 *
 * Context: Inside a DEFER_FN or RECOVER_FN; elsewhere a build error. Does not
 *	    sleep.
 * Return: a handle for defer_cancel() and defer_now().
 *
 * Source: Go's defer statement; DEFINE_FREE() of <linux/cleanup.h>.
 */
#define defer(class, value)	kdefer_defer(class, value)

/**
 * defer_call() - call a function when this one ends
 * @fn:  void fn(void \*)
 * @arg: its argument, taken now
 *
 * As defer(), for any function.
 *
 * Context: As defer().
 * Return: a handle for defer_cancel() and defer_now().
 */
#define defer_call(fn, arg)	kdefer_defer_call(fn, arg)

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
 * entered by a jump past the declaration: kdefer.mk makes that an error.
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
 * with defer_class() and ask defer_holds(). Kernels without DEFINE_GUARD_COND() find
 * it defined here.
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
 * Return: true if it has.
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

/**
 * defer_recover() - from here on, turn a soft panic into an error return
 *
 * Takes its place among the deferred calls: those that were deferred later run
 * before it, with the panic in flight, those deferred earlier after it. The
 * function then returns the panic's negative errno, or ERR_PTR() of it.
 *
 * The first handler of a function notes what the context holds: what deferred calls
 * have not given back when it has had its turn is reported (parameter ``audit``).
 *
 * Context: Inside a RECOVER_FN whose result can carry a negative errno; elsewhere
 *	    a build error.
 *
 * Source: Go's ``defer func() { err = recover() }()``.
 */
#define defer_recover()	kdefer_defer_recover()

/**
 * defer_recover_with() - defer a call that may stop a soft panic
 * @fn:   void fn(struct soft_panic \*p, void \*arg)
 * @argp: its second argument, taken now
 *
 * The handler runs whenever the function ends. @p is the panic in flight, or NULL
 * when there is none: on a normal return, after a recovery, during soft_exit().
 * It may look at the panic and recover() it, or leave it alone. Deferred calls run
 * in reverse: a handler that needs a lock which this function holds is deferred
 * after the lock was taken, or it runs when that has been given back.
 *
 * Context: Inside a RECOVER_FN; elsewhere a build error.
 * Return: a handle for defer_cancel() and defer_now().
 *
 * Source: Go's deferred function that calls recover().
 */
#define defer_recover_with(fn, argp)	kdefer_defer_recover_with(fn, argp)

/**
 * recover() - stop the soft panic that this handler was handed
 * @p:	    the panic
 * @result: what the function that registered the handler returns
 *
 * Takes effect when the handler returns: the stack of the code that gave up is
 * given back, the remaining deferred calls of the function run, and it returns
 * @result. Anything but the panic that the innermost running handler was handed,
 * and a second call, is refused with a warning, once, and changes nothing. In a
 * function that returns bool, @result is 0 or 1.
 *
 * Context: In a handler of defer_recover_with(), or below it.
 *
 * Source: Go's recover().
 */
#define recover(p, result)	kdefer_recover(p, result)

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
 * soft_panic_with() without data.
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
 * soft_try() - the value of an expression, or give up
 * @expr: an expression of pointer or signed integer type; others are a build error
 *
 * Gives up with a negative integer's value, an error pointer's errno, or -ENOMEM
 * for a NULL pointer.
 *
 * Context: As soft_panic_with().
 * Return: the value of @expr.
 */
#define soft_try(expr)							\
	__KDEFER_TRY((expr), #expr, __UNIQUE_ID(__kdefer_raw),		\
		     __UNIQUE_ID(__kdefer_try), __UNIQUE_ID(__kdefer_err))

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

/**
 * trap_faults() - until this function returns, a CPU fault below is a soft panic
 *
 * A bad pointer, a division by zero, a BUG() in the code of this function and of
 * what it calls, the kernel's own functions included, raises a soft panic with
 * &soft_panic.cause, &soft_panic.ip and &soft_panic.addr instead of an oops. What
 * the functions between held, a lock that a kernel function took before it
 * faulted among it, nobody gives back. A fault is somebody's bug: it is reported
 * once per site (parameter ``report_faults``).
 *
 * The compiler knows of no fault. Built with kdefer.mk, what may fault stays on its side
 * of a deferred call's beginning, its end and its defer_cancel(); without, a division
 * may have been moved across.
 *
 * Not trapped, and so an oops as ever: the BUG() of a soft panic that nobody has
 * recovered; faults in NMI, in kdefer itself, with too
 * little stack left, on the guard page below a stack, on a KFENCE page; double
 * faults and machine checks.
 *
 * Context: Inside a RECOVER_FN; elsewhere a build error. Any context but NMI.
 * Return:
 * * 0 - faults are trapped.
 * * -EOPNOTSUPP - this kernel gives no way to: User Mode Linux, or one without
 *   kprobes, or one that refused ours.
 *
 * Source: Go's sigpanic.
 */
#define trap_faults()	kdefer_trap_faults()

/**
 * soft_panicking() - the soft panic in flight in this context
 *
 * Context: Any context. Looks through the stack: not for fast paths.
 * Return: the innermost panic whose deferred calls are running on this stack and
 *	   that was not recovered; NULL when there is none.
 */
#define soft_panicking()	kdefer_soft_panicking()

#endif /* KDEFER_NO_SHORT_NAMES */

/**
 * soft_panic_message() - the reason as text
 * @p:	  a panic; NULL or one that is over gives an empty text
 * @buf:  where to put it; always terminated if @size > 0
 * @size: room in @buf, in bytes
 *
 * Context: Any context.
 * Return: the length of the text, as scnprintf().
 */
int soft_panic_message(const struct soft_panic *p, char *buf, size_t size);

/**
 * soft_panic_stack() - the call stack where a panic was raised
 * @p:	     a panic
 * @entries: where to put the return addresses, innermost first
 * @max:     room in @entries
 *
 * A panic that replaces another gives its stack back: of what lay there the first
 * eight are kept, and what comes next is the stack that still stands. Of our own
 * functions only one that raised it is among them. They are return addresses: print
 * them with %pB.
 *
 * Context: Any context.
 * Return: the number of entries; 0 for NULL or a panic that is over.
 */
unsigned int soft_panic_stack(const struct soft_panic *p,
			      unsigned long *entries, unsigned int max);

/**
 * soft_panic_prev() - the panic that this one replaced
 * @p: a panic
 *
 * The first panic of a chain and the newest three are kept; of a longer one those
 * between are counted only.
 *
 * Context: Any context.
 * Return: the panic whose deferred call raised @p, NULL if there was none.
 */
const struct soft_panic *soft_panic_prev(const struct soft_panic *p);

#endif /* _LINUX_KDEFER_H */
