// SPDX-License-Identifier: GPL-2.0
#include <linux/kthread.h>
#include <linux/module.h>

#include "entry.h"

static void clean(void *visit)
{
	((struct visit *)visit)->cleaned++;
}

static const char *context_name(void)
{
	if (in_hardirq())
		return "hardirq";
	if (in_serving_softirq())
		return "softirq";
	return current->flags & PF_KTHREAD ? "kthread" : "task";
}

/* Three calls to a frame: two that have room in it, and one on the heap. */
DEFER_FN_GLOBAL(int, descend, struct visit *, visit, int, depth)
{
	unsigned int i, n = 3;

	/* A loop that is not unrolled is one place: the third call takes memory. */
	OPTIMIZER_HIDE_VAR(n);
	visit->context = context_name();
	for (i = 0; i < n; i++)
		defer_call(clean, visit);
	if (depth)
		return descend(visit, depth - 1);
	if (visit->give_up) {
		visit->panics++;
		soft_panic(GAVE_UP, "asked to");
	}
	return RETURNED;
}

/* Deferred first, so that it runs last. */
void finish(void *arg)
{
	struct visit *visit = arg;

	clean(visit);
	complete(&visit->done);
}

/* For entry points that return nothing. */
void take_error(struct soft_panic *p, void *arg)
{
	struct visit *visit = arg;

	if (!p)
		return;
	visit->result = p->err;
	recover(p, 0);
}

static int __init entry_init(void)
{
	int err = user_entries_add();

	if (!err)
		kernel_entries_publish();
	return err;
}

static void __exit entry_exit(void)
{
	kernel_entries_withdraw();
	user_entries_remove();
}

module_init(entry_init);
module_exit(entry_exit);

MODULE_DESCRIPTION("Test of kdefer: functions that the kernel calls");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
