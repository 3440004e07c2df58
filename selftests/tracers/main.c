// SPDX-License-Identifier: GPL-2.0
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/module.h>

#include <linux/kdefer.h>

#include "../cases.h"
#include "tracers.h"

static void case_rounds(struct seq_file *out)
{
	rounds_run(out);
}

/* To be found in a trace. */
static noinline __noclone int marker_within(int n)
{
	barrier();
	return n + 1;
}

static noinline __noclone int marker(int n)
{
	int next = marker_within(n);

	barrier();
	return next;
}

/*
 * The trace ends here, or what comes after would soon have pushed the marker out of it.
 * An interrupt would be in the midst of it.
 */
static void case_marker(struct seq_file *out)
{
	unsigned long flags;
	int next;

	local_irq_save(flags);
	next = marker(1);
	tracing_off();
	local_irq_restore(flags);
	seq_printf(out, "%d", next);
}

static const struct test_case cases[] = {
	TEST_CASE(rounds),    TEST_CASE(kretprobes), TEST_CASE(marker),
	TEST_CASE(recovered), TEST_CASE(exited),     TEST_CASE(replaced),
	TEST_CASE(contained), TEST_CASE(faulted),
};

module_cases(cases);

MODULE_DESCRIPTION("Test of kdefer: tracers that replace return addresses");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
