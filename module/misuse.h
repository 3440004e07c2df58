/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reports of what is wrong with a caller, or with what it has written over.
 */
#ifndef KDEFER_MISUSE_H
#define KDEFER_MISUSE_H

#include <linux/bug.h>
#include <linux/printk.h>

#include "stats.h"

/* Reports a caller's mistake, once, with the site. */
#define misuse(what, where)                                                  \
	do {                                                                 \
		stats_count(STAT_MISUSE);                                    \
		WARN_ONCE(1, "kdefer: " what ", at %pS\n", (void *)(where)); \
	} while (0)

/* Says that a frame, or a list, cannot be trusted any more, and whose that is. */
static inline void report_corrupted(const char *what, void *where)
{
	pr_emerg("kdefer: %s, at %pS; its deferred calls are lost\n", what,
		 where);
}

#endif /* KDEFER_MISUSE_H */
