/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_REPORT_H
#define KDEFER_REPORT_H

#include <linux/types.h>

struct cursor;
struct unwind;
struct va_format;

bool report_contains(void);
void report_chain(struct unwind *u);
void report_uncaught(struct unwind *u);
void report_no_room(const struct cursor *from, int err,
		    struct va_format *format);
void report_corrupted(const char *what, void *where);

#endif /* KDEFER_REPORT_H */
