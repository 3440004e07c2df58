// SPDX-License-Identifier: GPL-2.0
/*
 * The audit: what was taken since a handler was deferred must have been given back
 * by the deferred calls that ran before it. A plain function that was skipped may
 * have left interrupts off, or a read-side critical section open.
 *
 * After a CPU fault that is worth nothing: there was no order in which things were left.
 * What is found then is fatal, under every policy.
 *
 * Compared is what a module can read; held.c knows how. Not looked at are a mutex
 * without lockdep, a semaphore, a reference, a wait queue entry, SRCU, the memory of
 * kthread_use_mm(), and I/O wait.
 *
 * Things on the stack that the task refers to need no note: if they lie in what is
 * about to be given back, they are wrong.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/blkdev.h>
#include <linux/debug_locks.h>
#include <linux/kdefer.h>
#include <linux/kdefer/audit.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "audit.h"
#include "compat.h"
#include "findings.h"
#include "held.h"
#include "stats.h"

enum policy { AUDIT_REPAIR, AUDIT_WARN, AUDIT_FATAL };

static const char *const policies[] = {
	[AUDIT_REPAIR] = "repair",
	[AUDIT_WARN] = "warn",
	[AUDIT_FATAL] = "fatal",
};

static enum policy audit = AUDIT_REPAIR;

/* The note that KDEFER_CLEAN stands for. */
static const struct kdefer_context nothing;

static int audit_set(const char *val, const struct kernel_param *kp)
{
	int policy = sysfs_match_string(policies, val);

	if (policy < 0) {
		pr_err("audit=%.*s: must be repair, warn or fatal\n",
		       (int)strcspn(val, "\n"), val);
		return policy;
	}
	WRITE_ONCE(audit, policy);
	return 0;
}

static int audit_get(char *buf, const struct kernel_param *kp)
{
	return sysfs_emit(buf, "%s\n", policies[READ_ONCE(audit)]);
}

static const struct kernel_param_ops audit_ops = {
	.set = audit_set,
	.get = audit_get,
};

module_param_cb(audit, &audit_ops, NULL, 0644);
MODULE_PARM_DESC(
	audit,
	"if a recovery leaves something held: repair (default), warn, fatal");

/**
 * struct finding - where something was left held
 * @site: where the panic was raised, or soft_exit() called; 0: nowhere, and it is not for the log
 * @end:  an address in the function that it ends in, or in whose deferred call
 * @any:  was anything found?
 */
struct finding {
	unsigned long site;
	unsigned long end;
	bool any;
};

static void report(struct finding *f, const char *what, int more,
		   const char *fate)
{
	static DEFINE_RATELIMIT_STATE(limit, 5 * HZ, 40);

	f->any = true;
	stats_count(STAT_FINDINGS);
	findings_tell(what, more, f->site);
	if (f->site && __ratelimit(&limit))
		pr_warn("audit: %s %+d, %s; gave up at %pS, ended in %ps\n",
			what, more, fate, (void *)f->site, (void *)f->end);
}

/*
 * With audit=fatal what was found is to be a panic of its own, which nobody recovers. It
 * was given back all the same: deferred calls outwards are still to be made.
 */
static bool is_fatal(const struct finding *f, bool strict)
{
	return unlikely(f->any) && (strict || READ_ONCE(audit) == AUDIT_FATAL);
}

/**
 * audit_note() - note what the context holds
 * @frame: the frame whose first handler is being deferred
 *
 * Context: Any context.
 */
void audit_note(struct recover_frame *frame)
{
	held_read(&kdefer_note_of(&frame->base)->context);
	frame->base.flags = (frame->base.flags & ~KDEFER_CLEAN) | KDEFER_NOTED;
}

static void compare_item(struct finding *f, enum held_item item,
			 const struct kdefer_context *then)
{
	const char *fate = "left so";
	struct kdefer_context now;
	int more, i;

	held_read(&now);
	more = held_surplus(item, &now, then);
	if (!more)
		return;
	if (more > 0 && READ_ONCE(audit) != AUDIT_WARN &&
	    held_can_give_back(item, then)) {
		fate = "given back";
		for (i = 0; i < more; i++)
			held_give_back(item, then);
	}
	report(f, held_name(item), more, fate);
	if (item == HELD_LOCKS)
		debug_show_held_locks(current);
}

static bool compare(struct finding *f, const struct kdefer_context *then,
		    bool strict)
{
	struct kdefer_context now;
	enum held_item item;

	held_read(&now);
	if (likely(held_is_same(&now, then)))
		return false;
	for (item = 0; item < NR_HELD; item++)
		compare_item(f, item, then);
	return is_fatal(f, strict);
}

/* See audit_compare(). */
bool audit_compare_noted(struct defer_frame *frame, unsigned long site,
			 unsigned long end, bool strict)
{
	struct finding f = { .site = site, .end = end };

	return compare(&f,
		       frame->flags & KDEFER_CLEAN ?
			       &nothing :
			       &kdefer_note_of(frame)->context,
		       strict);
}

/**
 * audit_compare_bare() - is anything held, where nothing was noted?
 * @site:   where the panic or exit was raised that ends
 * @end:    an address in the frame's function
 * @strict: as audit_compare()
 *
 * Return: as audit_compare().
 */
bool audit_compare_bare(unsigned long site, unsigned long end, bool strict)
{
	struct finding f = { .site = site, .end = end };

	return compare(&f, &nothing, strict);
}

static bool is_between(const void *p, unsigned long low, unsigned long high)
{
	return (unsigned long)p >= low && (unsigned long)p < high;
}

/* See audit_stack(). */
bool audit_compare_stack(unsigned long to, unsigned long site,
			 unsigned long end, bool strict)
{
	unsigned long here = (unsigned long)__builtin_frame_address(0);
	struct finding f = { .site = site, .end = end };

	if (unlikely(is_between(current->plug, here, to))) {
		blk_finish_plug(current->plug);
		report(&f, "block I/O plug", 1, "given back");
	}
	if (unlikely(is_between(current->bio_list, here, to))) {
		current->bio_list = NULL;
		report(&f, "bio_list on a dead stack", 1, "reset");
	}
	if (unlikely(is_between(current->journal_info, here, to))) {
		current->journal_info = NULL;
		report(&f, "journal_info on a dead stack", 1, "reset");
	}
	if (unlikely(is_between(current->reclaim_state, here, to))) {
		current->reclaim_state = NULL;
		report(&f, "reclaim_state on a dead stack", 1, "reset");
	}
	if (unlikely(is_between(arch_fpu_room(), here, to))) {
		arch_fpu_end();
		report(&f, "kernel FPU section on a dead stack", 1,
		       "given back");
	}
	return is_fatal(&f, strict);
}

/**
 * audit_cleanups() - cleanups of functions that were gone past were not made
 * @nr:	  how many functions; each place is in the log, once
 * @site: where the panic or exit was raised
 *
 * Return: as audit_compare(). It is the policy's business after a fault too: where nothing more
 * is held than what these functions took, the rest is in order.
 */
bool audit_cleanups(unsigned int nr, unsigned long site)
{
	struct finding f = { .any = true };

	stats_count(STAT_FINDINGS);
	findings_tell("cleanups that were not run", nr, site);
	return is_fatal(&f, false);
}

/* See <linux/kdefer/audit.h>. */
int kdefer_audit_begin(struct kdefer_findings *f)
{
	f->count = 0;
	f->text[0] = '\0';
	held_read(&f->then);
	return findings_listen(f);
}
EXPORT_SYMBOL_KDEFER(kdefer_audit_begin);

/* See <linux/kdefer/audit.h>. */
unsigned int kdefer_audit_end(struct kdefer_findings *f)
{
	struct finding found = {};

	compare(&found, &f->then, false);
	kdefer_audit_forget(f);
	return f->count;
}
EXPORT_SYMBOL_KDEFER(kdefer_audit_end);
