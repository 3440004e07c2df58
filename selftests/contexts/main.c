// SPDX-License-Identifier: GPL-2.0
/*
 * Everything that can end a function, in each context: by itself, and on top of a task
 * that is in the middle of its own soft panic.
 */
#include <linux/module.h>

#include <linux/kdefer.h>

#include "../cases.h"
#include "contexts.h"

#define EXITED 7
#define RETURNED 1

enum ending { RETURN, PANIC, EXIT, REPLACE, HEAP, NR_ENDINGS };

/* What happened there. */
static struct {
	int results[NR_ENDINGS];
	unsigned int cleaned;
	unsigned int in_flight;
	const char *context;
} seen;

static void clean(void *unused)
{
	seen.cleaned++;
}

static void give_up_instead(void *unused)
{
	seen.cleaned++;
	soft_panic(-EIO, "instead");
}

/* Three calls in each frame, from one place: one more than there is room for in it. */
DEFER_FN(int, with_heap, int, depth)
{
	unsigned int i, n = 3;

	OPTIMIZER_HIDE_VAR(n);
	for (i = 0; i < n; i++)
		defer_call(clean, NULL);
	if (depth)
		return with_heap(depth - 1);
	soft_panic(-ENODATA, "asked to");
}

DEFER_FN(int, descend, enum ending, ending, int, depth)
{
	defer_call(clean, NULL);
	if (depth)
		return descend(ending, depth - 1);
	switch (ending) {
	case PANIC:
		soft_panic(-ENODATA, "asked to");
	case EXIT:
		soft_exit(EXITED);
	case REPLACE:
		defer_call(give_up_instead, NULL);
		soft_panic(-ENODATA, "asked to");
	case HEAP:
		return with_heap(2);
	default:
		return RETURNED;
	}
}

RECOVER_FN(int, recovers, enum ending, ending)
{
	defer_recover();
	defer_call(clean, NULL);
	return descend(ending, 2);
}

/* Runs there. */
static void all_endings(void)
{
	enum ending ending;

	seen.context = context_name();
	seen.cleaned = 0;
	seen.in_flight = 0;
	for (ending = 0; ending < NR_ENDINGS; ending++) {
		seen.in_flight += !!soft_panicking();
		seen.results[ending] = recovers(ending);
	}
}

static int call(const struct way *way)
{
	memset(&seen, 0, sizeof(seen));
	return way->call(all_endings);
}

static void tell(struct seq_file *out, int err)
{
	enum ending ending;

	if (err) {
		seq_printf(out, "no call: %d", err);
		return;
	}
	seq_printf(out, "%s:", seen.context);
	for (ending = 0; ending < NR_ENDINGS; ending++)
		seq_printf(out, " %d", seen.results[ending]);
	seq_printf(out, ", %u calls", seen.cleaned);
	if (seen.in_flight)
		seq_printf(out, ", %u in flight", seen.in_flight);
}

static int call_err;

static void call_while_panicking(void *way)
{
	call_err = call(way);
	if (!soft_panicking() || soft_panicking()->err != -EBUSY)
		call_err = -ENOTRECOVERABLE;
}

RECOVER_FN(int, panics_meanwhile, const struct way *, way)
{
	defer_recover();
	defer_call(call_while_panicking, (void *)way);
	soft_panic(-EBUSY, "in the task");
}

static int way_show(struct seq_file *out, void *unused)
{
	const struct way *way = out->private;
	int result;

	tell(out, call(way));
	result = panics_meanwhile(way);
	seq_puts(out, "; ");
	tell(out, call_err);
	seq_printf(out, "; %d\n", result);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(way);

static const struct test_case cases[] = {
	TEST_CASE(tower),
	TEST_CASE(storm),
};

static int __init contexts_init(void)
{
	int err = ways_init();
	unsigned int i;

	if (err)
		return err;
	cases_publish(cases, ARRAY_SIZE(cases));
	for (i = 0; i < nr_ways; i++)
		debugfs_create_file(ways[i].name, 0400, cases_dir,
				    (void *)&ways[i], &way_fops);
	return 0;
}

static void __exit contexts_exit(void)
{
	cases_withdraw();
	ways_exit();
}

module_init(contexts_init);
module_exit(contexts_exit);

MODULE_DESCRIPTION("Test of kdefer: contexts on top of each other");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
