/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What code that holds something says of itself: +n where it is taken, -n where it is given back.
 */
#ifndef KDEFER_TEST_NOTES_H
#define KDEFER_TEST_NOTES_H

#include <linux/compiler.h>

/* The module's main.c has it, by said.h. */
__printf(1, 2) void say(const char *fmt, ...);

/* A number that is held: inline, so that it need not be in memory. */
static inline long note_take(long n)
{
	say("+%ld", n);
	return n;
}

/* What they call, and what may give up. */
typedef long (*step_fn)(long n);

#endif /* KDEFER_TEST_NOTES_H */
