/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_REPORT_H
#define KDEFER_REPORT_H

#include <linux/bug.h>
#include <linux/panic.h>
#include <linux/types.h>

#include "stats.h"

struct cursor;
struct defer_frame;
struct panic_record;
struct unwind;
struct va_format;

bool report_contains(void);
void report_half_way(const struct unwind *u, const struct defer_frame *frame,
		     const char *why);
bool report_panics(void);
void report_chain(struct unwind *u);
void report_stack(const struct panic_record *r, const char *level);
void report_contained(struct unwind *u);
void report_lost(const struct unwind *u);
void report_uncaught(struct unwind *u);
void report_no_room(const struct cursor *from, int err,
		    struct va_format *format);
void report_corrupted(const char *what, void *where);

/* Reports a caller's mistake, once, with the site. */
#define misuse(what, where)                                                  \
	do {                                                                 \
		stats_count(STAT_MISUSE);                                    \
		WARN_ONCE(1, "kdefer: " what ", at %pS\n", (void *)(where)); \
	} while (0)

/* What the policy wants, where it is more than the BUG() of whoever gave up. */
static inline void panic_if_wanted(void)
{
	if (report_panics())
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

#endif /* KDEFER_REPORT_H */
