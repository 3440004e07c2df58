// SPDX-License-Identifier: GPL-2.0
/*
 * Kernel functions that a panic, or an exit, went past: they were called by a client, have
 * called back into one, and will not go on. What they hold stays held: a page is left locked,
 * memory is lost. They are counted, named to who reads of the panic, and reported once each.
 *
 * Which they are is noted by the walk, as return addresses, from the inside outwards, and
 * where it came to a client, 0: between two of those are functions of the kernel that have called
 * each other. What they hold together is the business of the outermost: its name is what the
 * client knows, and what defer_passes() is about.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/hash.h>
#include <linux/jiffies.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/string.h>

#include "clients.h"
#include "passed.h"
#include "passes.h"
#include "stats.h"
#include "walk.h"

/*
 * Where functions begin that were reported, and return addresses into them, which are
 * known without looking for a name. A collision costs a report, or a look, more.
 */
static unsigned long seen[64], known[64];

static unsigned long *slot_of(unsigned long *table, unsigned long addr)
{
	return &table[hash_long(addr, ilog2(ARRAY_SIZE(seen)))];
}

static unsigned long start_of(unsigned long ip)
{
	char symbol[KSYM_SYMBOL_LEN], *at;
	unsigned long offset;

	/* A function may end in the call, and the address be in the next. */
	sprint_symbol(symbol, ip - 1);
	at = strrchr(symbol, '+');
	if (!at || sscanf(at, "+0x%lx", &offset) != 1)
		return ip;
	return ip - 1 - offset;
}

static_assert(ARRAY_SIZE(seen) == ARRAY_SIZE(known));

static void report(const struct unwind *u, unsigned long ip)
{
	static DEFINE_RATELIMIT_STATE(limit, 5 * HZ, 10);
	unsigned long start, *slot;

	if (READ_ONCE(*slot_of(known, ip)) == ip)
		return;
	start = start_of(ip);
	slot = slot_of(seen, start);
	if (READ_ONCE(*slot) != start && !__ratelimit(&limit))
		return;
	WRITE_ONCE(*slot_of(known, ip), ip);
	if (xchg(slot, start) == start)
		return;
	pr_notice(
		"%s at %pS went past %ps, which gives back nothing of what it holds; if that is nothing, defer_passes() says so\n",
		u->panicking ? "a soft panic" : "soft_exit()", (void *)u->site,
		(void *)start);
}

/* The outermost of some functions that have called each other. Is it one to be told of? */
static bool tell(const struct unwind *u, unsigned long ip)
{
	/* A thread that ends goes on in none of them. */
	if (u->exit_frame == UNWIND_ENDS_THREAD || passes_say(ip))
		return false;
	stats_count(STAT_PASSED);
	report(u, ip);
	return true;
}

/* See passed_settle(). What stays noted are the functions, and none twice. */
unsigned long passed_report(struct unwind *u)
{
	unsigned long *noted = u->walk.passed, outermost = 0, told = 0;
	unsigned int i, kept = 0, settled = 0;

	for (i = 0; i < u->walk.nr_passed; i++) {
		unsigned long ip = noted[i];

		if (ip && !clients_find(ip)) {
			outermost = ip;
			noted[kept++] = ip;
			continue;
		}
		settled = kept;
		if (outermost && tell(u, outermost))
			told = outermost;
		outermost = 0;
	}
	/* With no client further out there is nothing that goes on without them. */
	u->walk.nr_passed = settled;
	return told;
}

static void forget(unsigned long *table, const struct module *mod)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(known); i++)
		if (within_module(READ_ONCE(table[i]), (struct module *)mod))
			WRITE_ONCE(table[i], 0);
}

/**
 * passed_forget() - a module goes, a client or not
 * @mod: the module
 *
 * Where its functions were, others will be, which nobody was told of.
 *
 * Context: Process context.
 */
void passed_forget(const struct module *mod)
{
	forget(known, mod);
	forget(seen, mod);
}

/**
 * passed_add() - an older unwind goes on with what a newer one brings
 * @older: the older one
 * @newer: the newer one
 *
 * Context: Any context.
 */
void passed_add(struct unwind *older, const struct unwind *newer)
{
	unsigned int i;

	for (i = 0; i < newer->walk.nr_passed; i++)
		walk_note_passed(&older->walk, newer->walk.passed[i]);
	walk_note_passed(&older->walk, 0);
}
