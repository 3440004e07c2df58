// SPDX-License-Identifier: GPL-2.0
/* Which step gives up, and what is allocated: see real.h. */
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "../cases.h"
#include "real.h"

/* The step that gives up, or 0; how many there were since the test wrote 0 there. */
static int at;
module_param(at, int, 0644);
static int count;
module_param(count, int, 0644);
/* Where it was: the function, and what it called. */
static char place[128];
module_param_string(place, place, sizeof(place), 0644);

/* The test is one process at a time. */
static struct task_struct *task;
static int depth;

void real_enter(void)
{
	task = current;
	depth++;
}
EXPORT_SYMBOL_GPL(real_enter);

void real_leave(void *unused)
{
	depth--;
}
EXPORT_SYMBOL_GPL(real_leave);

bool real_gives_up(const char *func, const char *call)
{
	if (!depth || task != current || ++count != at)
		return false;
	snprintf(place, sizeof(place), "%s:%s", func, call);
	return true;
}
EXPORT_SYMBOL_GPL(real_gives_up);

/* Addresses are kept inverted: kmemleak is not to take them for references. */
static unsigned long blocks[512];
static DEFINE_SPINLOCK(blocks_lock);
/* How many there are. */
static int held;
module_param(held, int, 0444);

static void replace(unsigned long from, unsigned long to)
{
	int i;

	guard(spinlock_irqsave)(&blocks_lock);
	for (i = 0; i < ARRAY_SIZE(blocks); i++) {
		if (blocks[i] != from)
			continue;
		blocks[i] = to;
		held += to ? 1 : -1;
		return;
	}
	/* What was not seen to be allocated may be freed, but all that is must find room. */
	WARN_ON(to);
}

void real_track(const void *p)
{
	if (!IS_ERR_OR_NULL(p))
		replace(0, ~(unsigned long)p);
}
EXPORT_SYMBOL_GPL(real_track);

void real_kfree(const void *p)
{
	if (!ZERO_OR_NULL_PTR(p))
		replace(~(unsigned long)p, 0);
	kfree(p);
}
EXPORT_SYMBOL_GPL(real_kfree);

void real_kvfree(const void *p)
{
	if (!ZERO_OR_NULL_PTR(p))
		replace(~(unsigned long)p, 0);
	kvfree(p);
}
EXPORT_SYMBOL_GPL(real_kvfree);

void real_kfree_const(const void *p)
{
	if (!ZERO_OR_NULL_PTR(p))
		replace(~(unsigned long)p, 0);
	kfree_const(p);
}
EXPORT_SYMBOL_GPL(real_kfree_const);

int real_run(const char *name, const struct real_command *commands)
{
	for (; commands->name; commands++)
		if (sysfs_streq(name, commands->name))
			return commands->run();
	return -EINVAL;
}
EXPORT_SYMBOL_GPL(real_run);

static void case_held(struct seq_file *out)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(blocks); i++)
		if (blocks[i])
			seq_printf(out, "0x%lx ", ~blocks[i]);
}

static const struct test_case cases[] = { TEST_CASE(held) };

module_cases(cases);

MODULE_DESCRIPTION("Test of kdefer: code of the kernel, left at each call");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
