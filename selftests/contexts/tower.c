// SPDX-License-Identifier: GPL-2.0
/*
 *	| NMI		panics, and its deferred call ends it by another panic
 *	| hard interrupt	panics; its deferred call raises the NMI
 *	| softirq	panics; its deferred call raises the interrupt
 *	| task		panics; its deferred call has the softirq run
 *
 * Each recovers what is its own, and goes on where it was. On x86-64 softirq and hard
 * interrupt share a stack.
 */
#include <linux/string.h>

#include <linux/kdefer.h>

#include "contexts.h"

static char told[256];

/* Nobody else tells anything meanwhile. */
static __printf(1, 2) void tell(const char *fmt, ...)
{
	size_t at = strlen(told);
	va_list args;

	va_start(args, fmt);
	vscnprintf(told + at, sizeof(told) - at, fmt, args);
	va_end(args);
}

static void tell_flight(const char *when)
{
	struct soft_panic *p = soft_panicking();

	tell("%s %s %d, ", context_name(), when, p ? p->err : 0);
}

static void give_up_instead(void *unused)
{
	soft_panic(-EIO, "on top");
}

RECOVER_FN(int, top_floor, int, err)
{
	defer_recover();
	defer_call(give_up_instead, NULL);
	soft_panic(err, "on top");
}

static void in_nmi_context(void)
{
	tell_flight("sees");
	tell("%s ends %d, ", context_name(), top_floor(-4));
}

static void raise_nmi(void *unused)
{
	tell_flight("before");
	if (call_in_nmi(in_nmi_context))
		tell("no nmi, ");
	tell_flight("after");
}

RECOVER_FN(int, third_floor, int, err)
{
	defer_recover();
	defer_call(raise_nmi, NULL);
	soft_panic(err, "in a hard interrupt");
}

static void in_hardirq_context(void)
{
	tell_flight("sees");
	tell("%s ends %d, ", context_name(), third_floor(-3));
}

static void raise_hardirq(void *unused)
{
	tell_flight("before");
	if (call_in_hardirq(in_hardirq_context))
		tell("no interrupt, ");
	tell_flight("after");
}

RECOVER_FN(int, second_floor, int, err)
{
	defer_recover();
	defer_call(raise_hardirq, NULL);
	soft_panic(err, "in a softirq");
}

static void in_softirq_context(void)
{
	tell_flight("sees");
	tell("%s ends %d, ", context_name(), second_floor(-2));
}

static void raise_softirq_here(void *unused)
{
	tell_flight("before");
	if (call_in_softirq(in_softirq_context))
		tell("no softirq, ");
	tell_flight("after");
}

RECOVER_FN(int, first_floor, int, err)
{
	defer_recover();
	defer_call(raise_softirq_here, NULL);
	soft_panic(err, "in the task");
}

void case_tower(struct seq_file *out)
{
	int result;

	told[0] = '\0';
	result = first_floor(-1);
	seq_printf(out, "%stask ends %d", told, result);
}
