/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counters per CPU, shown as their sums in debugfs, kdefer/stats.
 */
#ifndef KDEFER_STATS_H
#define KDEFER_STATS_H

#include <linux/build_bug.h>
#include <linux/kdefer.h>
#include <linux/percpu.h>

/* What is counted; stats.c says what each means. The causes come first. */
enum stat_id {
	STAT_RAISED,
	STAT_PAGE_FAULT,
	STAT_PROTECTION,
	STAT_DIVIDE,
	STAT_BUG,
	STAT_RECOVERED,
	STAT_REFUSED,
	STAT_UNCAUGHT,
	STAT_CONTAINED,
	STAT_EXITS,
	STAT_TAKEOVERS,
	STAT_FRAMES,
	STAT_PASSED,
	STAT_PADS,
	STAT_PADS_LOST,
	STAT_INJECTED,
	STAT_FINDINGS,
	STAT_ABANDONED,
	STAT_MISUSE,
	NR_STATS,
};

static_assert((int)STAT_RAISED == (int)SOFT_PANIC_RAISED);
static_assert((int)STAT_PAGE_FAULT == (int)SOFT_PANIC_PAGE_FAULT);
static_assert((int)STAT_PROTECTION == (int)SOFT_PANIC_PROTECTION);
static_assert((int)STAT_DIVIDE == (int)SOFT_PANIC_DIVIDE);
static_assert((int)STAT_BUG == (int)SOFT_PANIC_BUG);

struct stats {
	unsigned long count[NR_STATS];
};

DECLARE_PER_CPU(struct stats, kdefer_stats);

/*
 * One instruction where the architecture has it; elsewhere a count may be lost, but no
 * interrupt is let in by restoring what was disabled for it: the stack may be almost
 * used up here.
 */
static inline void stats_count(enum stat_id stat)
{
	raw_cpu_inc(kdefer_stats.count[stat]);
}

static inline void stats_add(enum stat_id stat, unsigned int n)
{
	raw_cpu_add(kdefer_stats.count[stat], n);
}

static inline void stats_count_panic(enum soft_panic_cause cause)
{
	stats_count((enum stat_id)cause);
}

void stats_init(void);

#endif /* KDEFER_STATS_H */
