// SPDX-License-Identifier: GPL-2.0
/*
 * One of each, for whoever reads the trace.
 */
#include <linux/kernel.h>

#include <linux/kdefer.h>

#include "tracers.h"

#define EXITED 7

static void give_up_instead(void *unused)
{
	soft_panic(-EIO, "instead");
}

/* A handler has a result of its own. */
static void take(struct soft_panic *p, void *unused)
{
	if (p)
		recover(p, -EPERM);
}

RECOVER_FN(int, recovers, bool, with_handler)
{
	if (with_handler)
		defer_recover_with(take, NULL);
	else
		defer_recover();
	soft_panic(-ENODATA, "asked to");
}

void case_recovered(struct seq_file *out)
{
	int err = recovers(false);

	seq_printf(out, "%d %d", err, recovers(true));
}

RECOVER_FN(int, leaves, int, code)
{
	soft_exit(code);
}

void case_exited(struct seq_file *out)
{
	seq_printf(out, "%d", leaves(EXITED));
}

RECOVER_FN(int, replaces, int, err)
{
	defer_recover();
	defer_call(give_up_instead, NULL);
	soft_panic(err, "asked to");
}

void case_replaced(struct seq_file *out)
{
	seq_printf(out, "%d", replaces(-ENODATA));
}

/* For uncaught=contain. */
RECOVER_FN(int, recovers_nothing, int, err)
{
	soft_panic(err, "asked to");
}

void case_contained(struct seq_file *out)
{
	seq_printf(out, "%d", recovers_nothing(-ENODATA));
}

RECOVER_FN(int, faults, int *, null)
{
	defer_recover();
	if (trap_faults())
		return -EOPNOTSUPP;
	return READ_ONCE(null[4]);
}

void case_faulted(struct seq_file *out)
{
	seq_printf(out, "%d", faults(NULL));
}
