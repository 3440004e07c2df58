/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stopping a soft panic, and making soft panics of CPU faults.
 */
#ifndef _LINUX_KDEFER_RECOVER_H
#define _LINUX_KDEFER_RECOVER_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <linux/kdefer/prefixed.h>

#ifndef KDEFER_NO_SHORT_NAMES

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
 * In a function that returns nothing the panic just ends: its errno and its reason are
 * lost. Where somebody should know, there is defer_recover_log().
 *
 * Functions that return bool, an unsigned number or an enum, irqreturn_t for example,
 * cannot say -EINVAL: their handler does, with defer_recover_with().
 *
 * Context: Inside a RECOVER_FN whose result can carry a negative errno, a signed integer
 *	    or a pointer, or that has none; elsewhere a build error.
 *
 * Source: Go's ``defer func() { err = recover() }()``.
 */
#define defer_recover()	kdefer_defer_recover()

/**
 * defer_recover_log() - defer_recover(), and say so in the kernel's log
 * @level: KERN_ERR, KERN_NOTICE..., as a literal
 *
 * The line has the name of the module, the reason, the errno, and where the panic was
 * raised and ended::
 *
 *	frob: line 3: number? [-EINVAL] at frob_number+0x2a/0x40 [frob], ended in frob_write [frob]
 *
 * Ten of them in five seconds, for each defer_recover_log() in the text; the kernel says how
 * many were left out. Each line of a reason that has several begins with the name of the
 * module.
 *
 * Context: As defer_recover().
 */
#define defer_recover_log(level)	kdefer_defer_recover_log(level)

/**
 * defer_recover_with() - defer a call that may stop a soft panic
 * @fn:   void fn(struct soft_panic \*p, void \*arg)
 * @argp: its second argument, taken now
 *
 * The handler runs whenever the function ends. @p is the panic in flight, or NULL
 * when there is none: on a normal return, after a recovery, during soft_exit().
 * It may look at the panic and recover() it, or leave it alone. Deferred calls run
 * in reverse: a handler that needs a lock which this function holds is deferred
 * after the lock was taken, or it runs when that has been given back::
 *
 *	static void frob_complain(struct soft_panic *p, void *data)
 *	{
 *		struct frob *frob = data;
 *		char why[80];
 *
 *		if (!p)
 *			return;
 *		soft_panic_message(p, why, sizeof(why));
 *		pr_warn("frob %d: %pe: %s\n", frob->number, ERR_PTR(p->err), why);
 *		recover(p, IRQ_NONE);
 *	}
 *
 *	RECOVER_FN(irqreturn_t, frob_irq, int, irq, void *, data)
 *	{
 *		defer_recover_with(frob_complain, data);
 *		frob_drain(data);	// may give up
 *		return IRQ_HANDLED;
 *	}
 *
 * @argp may be the address of a local variable, of the function's outermost block, if the
 * handler leaves it alone unless there is a panic: while one is in flight the body's
 * variables still stand, after a return they are gone.
 *
 * Context: Inside a RECOVER_FN; elsewhere a build error.
 * Return: a handle, a ``struct defer *``, for defer_cancel() and defer_now().
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
 * and a second call, is refused with a warning, once, and changes nothing.
 *
 * @result is of the function's type: it is not known here, and not checked. In a function
 * that returns bool it is 0 or 1, in an interrupt handler IRQ_NONE and the like, in one that
 * returns a pointer also ERR_PTR(p->err); of a void function it is anything.
 *
 * Context: In a handler of defer_recover_with(), or below it.
 *
 * Source: Go's recover().
 */
#define recover(p, result)	kdefer_recover(p, result)

/**
 * trap_faults() - until this function returns, a CPU fault below is a soft panic
 *
 * A bad pointer (-EFAULT), a division by zero (-EDOM), a BUG() of this module
 * (-ENOTRECOVERABLE) raises a soft panic with &soft_panic.cause, &soft_panic.ip and
 * &soft_panic.addr instead of an oops: if the instruction is this module's, or that of a
 * function which it called by name, and which does nothing but compute, read and write
 * plainly, as memcpy() and strlen(); not of one that calls others, as snprintf(). In a
 * deferred call it is a panic like any other from there: a handler that is still to be
 * called may recover. Code of others may lie between the fault and this function, as when
 * list_sort() calls back; if then anything is held that was not when the first handler
 * was deferred (without one: anything at all), it is an oops. Page faults that are no
 * mistake of a pointer are oopses as well: a jump to an address that is not NULL, an
 * access to an address of user space from 64 KiB on, mapped or not, a write to what is
 * read-only, reserved bits, protection keys. With the parameter ``trap=all``, for test
 * kernels, all of these are trapped, of all code.
 *
 * Each fault taints the kernel (D) and counts against the parameter ``trap_limit``. It is
 * somebody's bug: it is reported once per site (parameter ``report_faults``).
 *
 * What the functions between held nobody gives back. So, after a fault, something that is
 * still held when the handler has had its turn, as far as the audit sees it, is fatal: the
 * fault ends as the oops that it was, with its own registers, after all deferred calls. So
 * does one that nobody recovers. See trap_faults_unsafe().
 *
 * Its result must be used. ``soft_try(trap_faults());`` gives up where faults cannot be
 * trapped, also where the administrator forbids it, or trap_limit is reached: then on
 * every call. Who goes on without writes so::
 *
 *	if (trap_faults())
 *		frob->unguarded++;	// a fault is an oops
 *
 * The compiler knows of no fault. Built with kdefer.mk, what may fault stays on its side
 * of a deferred call's beginning, its end and its defer_cancel(); without, a division
 * may have been moved across. clang makes one of two equal divisions in branches that
 * meet, behind both, whatever it is told: a client that it compiles says
 * ``-DKDEFER_TRAPS_WITH_CLANG`` if it can do with that, or does not compile.
 *
 * Never trapped: the BUG() of a soft panic that nobody has recovered; faults in NMI, in
 * kdefer itself, with too little stack left, on the guard page below a stack, on a KFENCE
 * page; a jump to a bad address that no call has led to; double faults and machine checks.
 * What an exception table covers goes on as that says; but with ``trap=all``, divisions
 * and ud2 of the kernel's own code are told of before its table is asked.
 *
 * Context: Inside a RECOVER_FN; elsewhere a build error. Any context.
 * Return:
 * * 0 - faults are trapped.
 * * -EOPNOTSUPP - they are not: the parameter ``trap`` is off, kernel.panic_on_oops is
 *   set, trap_limit is reached; in NMI, and in what counts as one, as the handler of a
 *   kprobe that is a breakpoint; on User Mode Linux, and on kernels that do not let
 *   page_fault_oops() be hooked, or have given it to a live patch. The first three are
 *   asked again when there is a fault.
 *
 * Source: Go's sigpanic.
 */
#define trap_faults()	kdefer_trap_faults()

/**
 * trap_faults_unsafe() - trap_faults(), and what a fault leaves held is given back
 *
 * As trap_faults(); but when this function recovers from a fault, what the audit finds is
 * treated as after any other soft panic (parameter ``audit``). Only whoever knows all
 * code below knows that what was interrupted can be given back in this way.
 *
 * Context: As trap_faults().
 * Return: As trap_faults().
 */
#define trap_faults_unsafe()	kdefer_trap_faults_unsafe()

#endif /* KDEFER_NO_SHORT_NAMES */

#endif /* _LINUX_KDEFER_RECOVER_H */
