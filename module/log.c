// SPDX-License-Identifier: GPL-2.0
/*
 * Recovering with a line in the log: defer_recover_log().
 */
#include <linux/err.h>
#include <linux/kdefer.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/string.h>

#include "chain.h"
#include "compat.h"
#include "gates.h"
#include "misuse.h"
#include "unwind.h"

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

/**
 * __kdefer_recover_log() - see defer_recover_log()
 * @p:	 the panic, or NULL
 * @arg: the struct kdefer_log
 *
 * It is handed what the record of an unwind holds, and so knows which without looking
 * through the stack.
 */
void __kdefer_recover_log(struct soft_panic *p, void *arg)
{
	struct panic_record *r = panic_record(p);
	struct kdefer_log *log = arg;
	struct unwind *u;

	if (!r)
		return;
	u = unwind_of(r);
	if (___ratelimit(&log->limit, log->module))
		print_panic(log, r, (void *)gate_name(u->frame));
	unwind_recover(u, p->err);
}
EXPORT_SYMBOL_KDEFER(__kdefer_recover_log);
