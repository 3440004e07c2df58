/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The text that one case of a module has made by say(): for the file with the cases alone.
 */
#ifndef KDEFER_TEST_SAID_H
#define KDEFER_TEST_SAID_H

#include <linux/kernel.h>
#include <linux/mutex.h>

#include "cases.h"
#include "notes.h"

static char text[512];
static int used;

void say(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	used += vscnprintf(text + used, sizeof(text) - used, fmt, args);
	used += scnprintf(text + used, sizeof(text) - used, " ");
	va_end(args);
}

/* Is a lock left? Then the next case is not to hang. */
static void show_lock(struct seq_file *out, struct mutex *lock,
		      const char *name)
{
	if (!mutex_is_locked(lock))
		return;
	seq_printf(out, " %s", name);
	mutex_unlock(lock);
}

/* It says what show() makes of the value, with what was said on the way. */
#define CASE(name, expr)                              \
	static void case_##name(struct seq_file *out) \
	{                                             \
		used = 0;                             \
		text[0] = '\0';                       \
		show(out, (expr));                    \
	}

#endif /* KDEFER_TEST_SAID_H */
