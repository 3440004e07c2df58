/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Defining functions that may defer, and that may stop a soft panic.
 */
#ifndef _LINUX_KDEFER_DEFINE_H
#define _LINUX_KDEFER_DEFINE_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <linux/kdefer/prefixed.h>

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
 * module_init() and module_exit() make an alias of a function, and cannot of one that is
 * assembly ("aliased to undefined symbol"): give them a plain function that calls it.
 *
 * A comma stands between type and name: ``DEFER_FN(int, f, struct foo *foo)`` is a page of
 * errors, of which the first leads there. All of the type stands before the name, that of
 * an array argument, which is a pointer, too; ``typeof(int (*)(int))`` for what a name
 * stands amidst.
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
 * As DEFER_FN(); inside, defer_recover(), defer_recover_with() and trap_faults() work
 * as well. It costs a little more: it keeps what is needed to return from it at any time.
 *
 * For module_init(), which takes none of them::
 *
 *	RECOVER_FN(int, frob_start)
 *	{
 *		defer_recover();
 *		...
 *	}
 *
 *	static int __init frob_init(void)
 *	{
 *		return frob_start();
 *	}
 *	module_init(frob_init);
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
 * Return: a ``struct defer_frame *``, good until the function returns, for defer_to()
 *	   and soft_exit_to(). The frame has room for one call more for each place that asks.
 */
#define defer_frame()	kdefer_defer_frame()

#endif /* KDEFER_NO_SHORT_NAMES */

#endif /* _LINUX_KDEFER_DEFINE_H */
