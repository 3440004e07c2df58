/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a soft panic was, and which version this is.
 */
#ifndef _LINUX_KDEFER_ASK_H
#define _LINUX_KDEFER_ASK_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <linux/kdefer/prefixed.h>
#include <linux/types.h>

/**
 * KDEFER_API_VERSION - version of this interface
 *
 * Incremented when something is added. What a gate and the module share at run
 * time has a version of its own in the name of the symbol that every gate calls:
 * a client that was built for another one is refused when it is loaded.
 */
#define KDEFER_API_VERSION	5

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
 * @addr:  of a page fault, the address that was being accessed; else 0
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
 * soft_panicking() - the soft panic in flight in this context
 *
 * Context: Any context. Looks through the stack: not for fast paths.
 * Return: a ``struct soft_panic *``: the innermost panic whose deferred calls are running
 *	   on this stack and that was not recovered; NULL when there is none.
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

#endif /* _LINUX_KDEFER_ASK_H */
