/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Handlers that say what they are handed. Their argument is their name.
 */
#ifndef KDEFER_KUNIT_HANDLERS_H
#define KDEFER_KUNIT_HANDLERS_H

#include <linux/kdefer.h>

#include "trace.h"

/* Leaves the panic alone. */
static __maybe_unused void look(struct soft_panic *p, void *name)
{
	tell("%s:%d", (char *)name, p ? p->err : 0);
}

/* Recovers it; the result is the number that stop_result says. */
static long stop_result;

static __maybe_unused void stop(struct soft_panic *p, void *name)
{
	look(p, name);
	if (p)
		recover(p, stop_result);
}

#endif /* KDEFER_KUNIT_HANDLERS_H */
