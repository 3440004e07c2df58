/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Failures that are asked for: each soft_try(), soft_panic_on() and allocation of a deferred
 * call can be made to fail. See the module's inject.c.
 */
#ifndef _LINUX_KDEFER_INJECT_H
#define _LINUX_KDEFER_INJECT_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <linux/jump_label.h>

struct kdefer_client;

/* On while a failure is asked for anywhere. Else what follows is a NOP. */
DECLARE_STATIC_KEY_FALSE(kdefer_injecting);

int __kdefer_inject(struct kdefer_client *client, int err);

/**
 * kdefer_inject_nth() - make the calling thread's n-th step fail, for tests of a client
 * @n: which from now on; 0: none
 *
 * A step is a soft_try(), a soft_panic_on() or the allocation of a deferred call, of whichever
 * client. As writing @n to kdefer/inject/fail-nth in debugfs.
 *
 * Context: Process context. May sleep.
 * Return: how many were left of what this thread had asked for before, so that 0 says that it was
 *	   reached; -EBUSY if as many threads have asked as can.
 */
int kdefer_inject_nth(unsigned int n);

/**
 * kdefer_injected_at() - where did the calling thread's n-th step fail?
 *
 * Context: Process context.
 * Return: a return address for %pB; 0 if kdefer_inject_nth() has asked for none, or its n-th was
 *	   not reached yet.
 */
unsigned long kdefer_injected_at(void);

/*
 * Here is what may fail. It gives up by itself, before that is done: what it would have
 * returned would be lost.
 */
#define __KDEFER_INJECT(err, text, injected)				\
	do {								\
		if (static_branch_unlikely(&kdefer_injecting)) {	\
			int injected = __kdefer_inject(__KDEFER_CLIENT, (err)); \
									\
			if (injected)					\
				kdefer_soft_panic(injected, "injected: %s", text); \
		}							\
	} while (0)

#endif /* _LINUX_KDEFER_INJECT_H */
