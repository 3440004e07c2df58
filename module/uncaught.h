/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What follows a soft panic that nobody recovers.
 */
#ifndef KDEFER_UNCAUGHT_H
#define KDEFER_UNCAUGHT_H

#include <linux/bug.h>
#include <linux/panic.h>
#include <linux/types.h>

bool uncaught_contains(void);
bool uncaught_panics(void);

/* What the policy wants, where it is more than the BUG() of whoever gave up. */
static inline void panic_if_wanted(void)
{
	if (uncaught_panics())
		panic("kdefer: uncaught soft panic");
}

/*
 * Where nobody can go on: for panics of our own, and for what was overwritten. Inline,
 * so that no function of its own never returns: objtool wants such functions declared
 * on some kernels and does not know them on others.
 */
static __always_inline void __noreturn die(void)
{
	panic_if_wanted();
	BUG();
}

#endif /* KDEFER_UNCAUGHT_H */
