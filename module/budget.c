// SPDX-License-Identifier: GPL-2.0
/*
 * The budget of recoveries. A soft panic that is recovered again and again from one
 * place, as fast as the machine can, is a hang that looks like work: past a limit
 * per second it counts as uncaught.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/hash.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>

#include "budget.h"
#include "stats.h"

ushort budget_max_recoveries;
module_param_named(max_recoveries, budget_max_recoveries, ushort, 0644);
MODULE_PARM_DESC(
	max_recoveries,
	"recoveries per soft panic site and second; default 0: no limit");

/*
 * A site's window: how many recoveries in which second. It is one word, so that it
 * changes in one step, without a lock, in NMI as well. The lower half of an address
 * tells sites in kernel text from each other.
 */
union window {
	struct {
		u32 site;
		u16 second;
		u16 count;
	};
	s64 word;
};

static_assert(sizeof(union window) == sizeof(s64));

#define PROBES 4
static atomic64_t windows[64];

static atomic64_t *slot_of(u32 site, unsigned int probe)
{
	u32 first = hash_32(site, ilog2(ARRAY_SIZE(windows)));

	return &windows[(first + probe) % ARRAY_SIZE(windows)];
}

/* Counts in one slot. False: it is another site's in this very second. */
static bool count_in(atomic64_t *slot, u32 site, u16 second, u16 *count)
{
	union window old, new;

	old.word = atomic64_read(slot);
	do {
		new = old;
		if (old.second != second || !old.count)
			new = (union window){ { .site = site,
						.second = second } };
		else if (old.site != site)
			return false;
		if (new.count < U16_MAX)
			new.count++;
	} while (!atomic64_try_cmpxchg(slot, &old.word, new.word));
	*count = new.count;
	return true;
}

/* Recoveries from this site in this second; a site without a slot has no limit. */
static u16 count_recovery(u32 site)
{
	u16 second = jiffies / HZ;
	unsigned int probe;
	u16 count;

	for (probe = 0; probe < PROBES; probe++)
		if (count_in(slot_of(site, probe), site, second, &count))
			return count;
	return 0;
}

/* See budget_allows(). */
bool budget_allows_now(unsigned long site)
{
	u16 max = READ_ONCE(budget_max_recoveries);
	u16 count;

	if (!max)
		return true;
	/* A count goes no further than that. */
	max = min_t(u16, max, U16_MAX - 1);
	count = count_recovery(site);
	if (count <= max)
		return true;
	stats_count(STAT_REFUSED);
	if (count == max + 1)
		pr_warn("more than %u recoveries in a second from %pS: refused\n",
			max, (void *)site);
	return false;
}
