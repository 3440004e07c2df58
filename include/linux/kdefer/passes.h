/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is known of functions of the kernel that a soft panic may go past.
 */
#ifndef _LINUX_KDEFER_PASSES_H
#define _LINUX_KDEFER_PASSES_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <linux/kdefer/prefixed.h>

#ifndef KDEFER_NO_SHORT_NAMES

/**
 * defer_passes() - say that a function of the kernel holds nothing while it calls back
 * @fn: the function, by name: one that this module calls, and that calls back into it
 *
 * A soft panic, or soft_exit(), that leaves through functions of the kernel gives back
 * nothing of what those hold. Each is counted, and named in the log once. Who has read
 * the function and knows that it holds nothing says so here, when the module is
 * initialised, and it is passed in silence, with all that it calls itself::
 *
 *	err = defer_passes(list_sort);
 *
 * It is forgotten when the module goes. What is no function's name is a build error; the
 * 65th is refused, and the log says so; if @fn holds something after all, that is lost
 * without a word.
 *
 * Context: Process context. May sleep.
 * Return: 0, -EINVAL or -ENOSPC.
 */
#define defer_passes(fn)	kdefer_defer_passes(fn)

#endif /* KDEFER_NO_SHORT_NAMES */

#endif /* _LINUX_KDEFER_PASSES_H */
