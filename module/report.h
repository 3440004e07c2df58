/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_REPORT_H
#define KDEFER_REPORT_H

#include <linux/compiler.h>

#include "state.h"

struct module;

void report_half_way(const struct unwind *u, const struct defer_frame *frame,
		     const char *why);
void report_contained(struct unwind *u);
void report_lost(const struct unwind *u);
void report_uncaught(struct unwind *u);
void report_no_room(const struct cursor *from, int err,
		    struct va_format *format);
void report_trapped(struct panic_record *r);
void report_forget(const struct module *mod);

/**
 * report_fault() - a panic is recovered, or something else takes its place
 * @u: the unwind; its panic may be a fault, which must not vanish
 */
static inline void report_fault(struct unwind *u)
{
	if (unlikely(u->now->panic.cause != SOFT_PANIC_RAISED))
		report_trapped(u->now);
}

#endif /* KDEFER_REPORT_H */
