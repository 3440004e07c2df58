// SPDX-License-Identifier: GPL-2.0
/*
 * What:	/sys/kernel/debug/kdefer/stats
 * Date:	since the first release
 * Contact:	the kdefer developers
 * Description:	Events since the module was loaded, summed over the CPUs, one
 *		"name value" per line. Reading it is not atomic: a sum may miss what
 *		happens meanwhile.
 *
 *		panics_raised		soft_panic() and its relatives
 *		panics_page_fault	trapped faults, by kind
 *		panics_protection
 *		panics_divide
 *		panics_bug
 *		recovered		panics that a handler stopped
 *		refused			recoveries beyond max_recoveries
 *		uncaught		panics, and exits, that found no end
 *		contained		uncaught panics that uncaught=contain ended
 *		exits			soft_exit(), and threads that ended with calls to make
 *		takeovers		unwinds that went on in an older one's place
 *		frames			of functions, that panics and exits went through
 *					or looked at on their way
 *		passed			functions of the kernel that they went past, and that
 *					no client says holds nothing: defer_passes()
 *		pads			landing pads that were run for what functions held
 *		pads_lost		functions with pads that were passed, and may hold
 *					something still
 *		injected		failures that were asked for, see inject_files.c
 *		audit_findings		things still held after a recovery
 *		abandoned		functions with deferred calls whose thread ended, or
 *					that a task is in when their module goes
 *		misuse			calls against the rules of <linux/kdefer.h>
 * Users:	people, and the tests of this module; a name once there stays.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/seq_file.h>

#include "files.h"
#include "stats.h"

DEFINE_PER_CPU(struct stats, kdefer_stats);

static const char *const names[] = {
	[STAT_RAISED] = "panics_raised",
	[STAT_PAGE_FAULT] = "panics_page_fault",
	[STAT_PROTECTION] = "panics_protection",
	[STAT_DIVIDE] = "panics_divide",
	[STAT_BUG] = "panics_bug",
	[STAT_RECOVERED] = "recovered",
	[STAT_REFUSED] = "refused",
	[STAT_UNCAUGHT] = "uncaught",
	[STAT_CONTAINED] = "contained",
	[STAT_EXITS] = "exits",
	[STAT_TAKEOVERS] = "takeovers",
	[STAT_FRAMES] = "frames",
	[STAT_PASSED] = "passed",
	[STAT_PADS] = "pads",
	[STAT_PADS_LOST] = "pads_lost",
	[STAT_INJECTED] = "injected",
	[STAT_FINDINGS] = "audit_findings",
	[STAT_ABANDONED] = "abandoned",
	[STAT_MISUSE] = "misuse",
};

static_assert(ARRAY_SIZE(names) == NR_STATS);

static unsigned long sum(enum stat_id stat)
{
	unsigned long total = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		total += READ_ONCE(per_cpu(kdefer_stats, cpu).count[stat]);
	return total;
}

static int stats_show(struct seq_file *out, void *unused)
{
	enum stat_id stat;

	for (stat = 0; stat < NR_STATS; stat++)
		seq_printf(out, "%s %lu\n", names[stat], sum(stat));
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(stats);

void stats_init(void)
{
	debugfs_create_file("stats", 0444, files_dir(), NULL, &stats_fops);
}
