// SPDX-License-Identifier: GPL-2.0
/*
 * Recovering with a line in the log: defer_recover_log().
 */
#include <linux/err.h>
#include <linux/kdefer.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/string.h>

#include "gates.h"
#include "log.h"

/*
 * What is printed may be somebody's input: each line of it has the prefix, so that none
 * passes for another's.
 */
static void print_panic(const struct kdefer_log *log,
			const struct panic_record *r, const void *function)
{
	const char *line = r->origin.text, *indent = "", *end;

	while ((end = strchr(line, '\n'))) {
		printk("%s%s: %s%.*s\n", log->level, log->module, indent,
		       (int)(end - line), line);
		line = end + 1;
		indent = "\t";
	}
	printk("%s%s: %s%s [%pe] at %pS, ended in %ps\n", log->level,
	       log->module, indent, line, ERR_PTR(r->panic.err),
	       (void *)r->panic.ip, function);
}

/* See log_recovery(). */
void log_print(struct unwind *u)
{
	struct kdefer_log *log = u->log;

	u->log = NULL;
	if (___ratelimit(&log->limit, log->module))
		print_panic(log, u->now, (void *)gate_name(u->frame));
}
