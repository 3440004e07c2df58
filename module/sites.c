// SPDX-License-Identifier: GPL-2.0
/*
 * What:	/sys/kernel/debug/kdefer/sites
 * Date:	since the first release
 * Contact:	the kdefer developers
 * Description:	The places that soft panics were raised at, the busiest first: how many
 *		have ended, how many of those were recovered, when the last one was, in
 *		seconds since the machine was booted. Lines with "#" are about the table.
 *
 *		It is lossy by design. Each CPU has a table of its own, of a fixed size, in
 *		which a place has four slots to go to; where all are taken that with the
 *		fewest panics is forgotten, as is said. A busy place stays.
 * Users:	people, and the tests of this module.
 *
 * Nothing here waits for anything. An interrupt, or another CPU where a task has moved
 * meanwhile, may count between two instructions, and one of the two counts is lost.
 */
#include <linux/compiler.h>
#include <linux/debugfs.h>
#include <linux/hash.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "files.h"
#include "sites.h"

#define SET_BITS 5
#define WAYS 4

/**
 * struct site - a place
 * @ip:	       where; 0: the slot is free
 * @recovered: panics that were
 * @others:    those that were not: uncaught, contained, replaced, ended by an exit
 * @last:      the newest of them, in jiffies
 */
struct site {
	unsigned long ip;
	unsigned long recovered;
	unsigned long others;
	unsigned long last;
};

struct table {
	struct site sets[1 << SET_BITS][WAYS];
	unsigned long forgotten;
};

static struct table __percpu *tables;

static unsigned long panics_of(const struct site *s)
{
	return READ_ONCE(s->recovered) + READ_ONCE(s->others);
}

/* A slot for a place that has none. */
static noinline struct site *make_room(struct table *t, struct site *set,
				       unsigned long ip)
{
	struct site *least = set;
	unsigned int i;

	for (i = 0; i < WAYS && set[i].ip; i++)
		if (panics_of(&set[i]) < panics_of(least))
			least = &set[i];
	if (i < WAYS)
		least = &set[i];
	else
		t->forgotten++;
	WRITE_ONCE(least->ip, 0);
	smp_wmb(); /* who reads counts of the new place sees that the old one is gone */
	WRITE_ONCE(least->recovered, 0);
	WRITE_ONCE(least->others, 0);
	/* Pairs with smp_load_acquire() in add_to(): the counts of the new place are there. */
	smp_store_release(&least->ip, ip);
	return least;
}

/**
 * sites_count() - a soft panic has ended
 * @ip:	       where it was raised
 * @recovered: has a handler stopped it?
 *
 * Context: Any context.
 */
void sites_count(unsigned long ip, bool recovered)
{
	struct table *t = raw_cpu_ptr(tables);
	struct site *set = t->sets[hash_long(ip, SET_BITS)];
	struct site *s = set;

	while (unlikely(s->ip != ip))
		if (++s == set + WAYS) {
			s = make_room(t, set, ip);
			break;
		}
	s->last = jiffies;
	if (likely(recovered))
		s->recovered++;
	else
		s->others++;
}

/* The sum of what the CPUs have of a place. */
static void add_to(struct site *all, unsigned int *nr, const struct site *s)
{
	struct site one;
	unsigned int i;

	one.ip = smp_load_acquire(&s->ip); /* pairs with make_room() */
	one.recovered = READ_ONCE(s->recovered);
	one.others = READ_ONCE(s->others);
	one.last = READ_ONCE(s->last);
	smp_rmb(); /* another place that took the slot meanwhile is seen: see make_room() */
	if (!one.ip || READ_ONCE(s->ip) != one.ip)
		return;
	for (i = 0; i < *nr && all[i].ip != one.ip; i++)
		;
	if (i == *nr) {
		all[(*nr)++] = one;
		return;
	}
	all[i].recovered += one.recovered;
	all[i].others += one.others;
	if (time_after(one.last, all[i].last))
		all[i].last = one.last;
}

static int by_panics(const void *a, const void *b)
{
	const unsigned long left = panics_of(a), right = panics_of(b);

	return left < right ? 1 : left > right ? -1 : 0;
}

static void show_site(struct seq_file *out, const struct site *s)
{
	const u64 ago = jiffies_to_msecs(jiffies - s->last);
	const u64 now = ktime_to_ms(ktime_get());
	u32 ms;
	u64 seconds = div_u64_rem(now > ago ? now - ago : 0, MSEC_PER_SEC, &ms);

	seq_printf(out, "%10lu %10lu %8llu.%03u %pS\n", panics_of(s),
		   s->recovered, seconds, ms, (void *)s->ip);
}

static int sites_show(struct seq_file *out, void *unused)
{
	const unsigned int slots =
		sizeof(((struct table *)0)->sets) / sizeof(struct site);
	unsigned long forgotten = 0;
	unsigned int nr = 0, i;
	struct site *all;
	int cpu;

	all = kvmalloc_array(num_possible_cpus(), slots * sizeof(*all),
			     GFP_KERNEL);
	if (!all)
		return -ENOMEM;
	for_each_possible_cpu(cpu) {
		const struct table *t = per_cpu_ptr(tables, cpu);

		forgotten += READ_ONCE(t->forgotten);
		for (i = 0; i < slots; i++)
			add_to(all, &nr, &t->sets[i / WAYS][i % WAYS]);
		cond_resched();
	}
	sort(all, nr, sizeof(*all), by_panics, NULL);
	seq_puts(out, "#   panics  recovered         last site\n");
	for (i = 0; i < nr; i++)
		show_site(out, &all[i]);
	seq_printf(out, "# sites forgotten, as there was no room: %lu\n",
		   forgotten);
	kvfree(all);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(sites);

int sites_init(void)
{
	tables = alloc_percpu(struct table);
	if (!tables)
		return -ENOMEM;
	debugfs_create_file("sites", 0400, files_dir(), NULL, &sites_fops);
	return 0;
}

/* The file is gone, and there is no client that could count. */
void sites_exit(void)
{
	free_percpu(tables);
}
