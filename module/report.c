// SPDX-License-Identifier: GPL-2.0
/*
 * The end of a soft panic that nobody recovered.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/err.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/string.h>

#include <trace/events/kdefer.h>

#include "blackbox.h"
#include "chain.h"
#include "gates.h"
#include "passed.h"
#include "report.h"
#include "seen.h"
#include "sites.h"
#include "stats.h"
#include "uncaught.h"

static const char *fate_of(const struct soft_panic_origin *o)
{
	if (!o->recovered)
		return "";
	return o->repanicked ? " [recovered, repanicked]" : " [recovered]";
}

/* One panic of the chain, unless the line before says that it is the same. */
static void print_one(const struct panic_record *r,
		      const struct panic_record *prev, bool after_gap)
{
	const char *head = prev ? "\tsoft panic: " : "soft panic: ";
	const char *line = r->origin.text, *end;

	if (prev && prev->origin.repanicked && !after_gap)
		return;
	/* As Go does, what follows a line break is indented; each line has our prefix. */
	while ((end = strchr(line, '\n'))) {
		pr_emerg("%s%.*s\n", head, (int)(end - line), line);
		line = end + 1;
		head = "\t";
	}
	pr_emerg("%s%s [%pe] at %pS%s\n", head, line, ERR_PTR(r->panic.err),
		 (void *)r->panic.ip, fate_of(&r->origin));
}

static void report_stack(const struct panic_record *r, const char *level)
{
	unsigned long entries[16];
	unsigned int i, n;

	n = panic_stack(r, entries, ARRAY_SIZE(entries));
	printk("%skdefer: raised at:\n", level);
	for (i = 0; i < n; i++) {
		if (i || !r->origin.exact)
			printk("%skdefer:  %pB\n", level, (void *)entries[i]);
		else
			printk("%skdefer:  %pS\n", level, (void *)entries[i]);
	}
}

/* The panic in flight and those that it replaced; oldest first, as Go prints them. */
static void report_chain(struct unwind *u)
{
	const struct panic_record *prev = NULL;
	unsigned int i;

	panic_settle(u->now);
	for (i = 0; i <= u->nr_older; i++) {
		const struct panic_record *r = i < u->nr_older ? u->older[i] :
								 u->now;
		bool after_gap = i == 1 && u->omitted;

		if (after_gap)
			pr_emerg("\t... %u more\n", u->omitted);
		print_one(r, prev, after_gap);
		prev = r;
	}
	report_stack(u->now, KERN_EMERG);
}

/* A panic that nobody recovered ends all the same: uncaught=contain. */
void report_contained(struct unwind *u)
{
	void *function;

	stats_count(STAT_CONTAINED);
	passed_settle(u);
	sites_count(u->now->panic.ip, false);
	blackbox_note(u, BLACKBOX_CONTAINED,
		      u->exit_frame == UNWIND_ENDS_THREAD ? 0 : u->walk.at.ip);
	u->walk.nr_passed = 0;
	trace_kdefer_uncaught(u->site, u->now->panic.err, "contained");
	report_chain(u);
	if (u->exit_frame == UNWIND_ENDS_THREAD) {
		pr_emerg("contained: the thread ends as it wanted\n");
		return;
	}
	function = (void *)gate_name(u->frame);
	if (u->frame->flags & KDEFER_RETURNS_ERRNO)
		pr_emerg("contained: %ps returns %pe\n", function,
			 ERR_PTR(u->now->panic.err));
	else
		pr_emerg("contained: %ps returns\n", function);
}

/*
 * The way outwards is not certain, and what was taken for a return address may be any
 * word of the stack. What has no name is printed as pointers are: hashed, unless it is
 * near NULL and so no pointer.
 */
void report_lost(const struct unwind *u)
{
	unsigned long ip = u->walk.at.ip;
	char symbol[KSYM_SYMBOL_LEN];

	sprint_symbol(symbol, ip);
	if (!strncmp(symbol, "0x", 2) && ip >= PAGE_SIZE)
		snprintf(symbol, sizeof(symbol), "%p", (void *)ip);
	pr_emerg("cannot unwind past %s: %s; deferred calls are lost\n", symbol,
		 u->walk.why);
}

/**
 * report_half_way() - an unwind ends as far out as the stack is understood
 * @u:	   the unwind
 * @frame: where it ends
 * @why:   why no further
 *
 * What lies beyond was not passed: it goes on with the result, as after a return.
 */
void report_half_way(const struct unwind *u, const struct defer_frame *frame,
		     const char *why)
{
	pr_warn_ratelimited(
		"%s at %pS ends in %ps, nothing is known of what is further out: %s\n",
		u->panicking ? "a contained panic" : "soft_exit()",
		(void *)u->site, (void *)gate_name(frame), why);
}

/* With uncaught=contain; why was it not? */
static const char *not_contained(const struct unwind *u)
{
	if (u->final)
		return "no handler and no policy stops this panic";
	if (u->walk.why)
		return "the way to the RECOVER_FNs further out is not certain";
	return "there is no RECOVER_FN further out that can return an errno";
}

/**
 * report_uncaught() - nobody recovered, or the way outwards is not certain
 * @u: the unwind; its panic, or its exit, ends here
 */
void report_uncaught(struct unwind *u)
{
	stats_count(STAT_UNCAUGHT);
	passed_settle(u);
	if (u->panicking) {
		sites_count(u->now->panic.ip, false);
		blackbox_note(u, BLACKBOX_UNCAUGHT, 0);
	}
	trace_kdefer_uncaught(u->site, u->panicking ? u->now->panic.err : 0,
			      u->walk.why);
	stats_add(STAT_FRAMES, u->walk.steps);
	if (u->panicking)
		report_chain(u);
	else
		pr_emerg("soft_exit() at %pS cannot reach its RECOVER_FN\n",
			 (void *)u->site);
	if (u->walk.why)
		report_lost(u);
	else
		pr_emerg("%s; every deferred call has run\n",
			 u->final ? "nobody may recover it" :
				    "nobody recovered");
	if (uncaught_contains())
		pr_emerg("uncaught=contain: not contained: %s\n",
			 not_contained(u));
}

/**
 * report_no_room() - a soft panic has no stack to unwind on
 * @from:   where it was raised
 * @err:    its errno
 * @format: its reason
 */
void report_no_room(const struct cursor *from, int err,
		    struct va_format *format)
{
	stats_count(STAT_UNCAUGHT);
	sites_count(from->ip, false);
	blackbox_note_bare(from->ip, err, format);
	trace_kdefer_uncaught(from->ip, err, "no stack left");
	pr_emerg("soft panic: %pV [%pe] at %pS\n", format, ERR_PTR(err),
		 (void *)from->ip);
	pr_emerg("cannot unwind: no stack left; deferred calls are lost\n");
}

static bool report_faults = true;
module_param(report_faults, bool, 0644);
MODULE_PARM_DESC(report_faults,
		 "report a recovered CPU fault, once per site (default: yes)");

/* Sites of faults that were trapped. */
static DEFINE_SEEN(trapped);

/* See report_fault(). */
void report_trapped(struct panic_record *r)
{
	const struct soft_panic *p = &r->panic;
	char address[sizeof(", address 0x0123456789abcdef")] = "";

	if (!report_faults || !seen_first(&trapped, p->ip))
		return;
	panic_settle(r);
	/*
	 * Only a page fault has an address, of which 0 is one. An oops prints it plainly
	 * as well.
	 */
	if (p->cause == SOFT_PANIC_PAGE_FAULT)
		snprintf(address, sizeof(address), ", address %px",
			 (void *)p->addr);
	pr_warn("trapped a %s at %pS%s; it is a bug there\n", r->origin.text,
		(void *)p->ip, address);
	report_stack(r, KERN_WARNING);
}

/**
 * report_forget() - a client goes
 * @mod: the client
 *
 * Context: Process context.
 */
void report_forget(const struct module *mod)
{
	seen_forget(&trapped, mod);
}
