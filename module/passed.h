/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kernel functions that a panic, or an exit, went past.
 */
#ifndef KDEFER_PASSED_H
#define KDEFER_PASSED_H

#include <linux/compiler.h>

#include "state.h"

struct module;

unsigned long passed_report(struct unwind *u);

/**
 * passed_settle() - what lies between is known: a panic or an exit ends here
 * @u: the unwind
 *
 * Context: Any context.
 * Return: a return address into the outermost function that may have lost something; 0:
 *	   there was none.
 */
static __always_inline unsigned long passed_settle(struct unwind *u)
{
	return unlikely(u->walk.nr_passed) ? passed_report(u) : 0;
}

void passed_forget(const struct module *mod);
void passed_add(struct unwind *older, const struct unwind *newer);

#endif /* KDEFER_PASSED_H */
