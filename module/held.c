// SPDX-License-Identifier: GPL-2.0
/*
 * What a context holds: reading it, and giving it back.
 *
 * In an interrupt the task's own counts are compared as well: what an interrupt
 * handler adds to them it must have taken off again.
 */
#include <linux/bitops.h>
#include <linux/bottom_half.h>
#include <linux/cache.h>
#include <linux/cred.h>
#include <linux/debug_locks.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/kdefer/context.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "compat.h"
#include "held.h"

/* Levels of preempt_count that are not the task's to take or give back. */
#define INTERRUPT_LEVELS (HARDIRQ_MASK | NMI_MASK | SOFTIRQ_OFFSET)

/* What struct kdefer_context has a byte for. */
#ifdef CONFIG_LOCKDEP
static_assert(MAX_LOCK_DEPTH <= U8_MAX);
#endif
#ifdef CONFIG_KMAP_LOCAL
static_assert(KM_MAX_IDX <= U8_MAX);
#endif

/**
 * held_read() - read what the context holds
 * @c: where to put it; not &kdefer_context.site
 *
 * Context: Any context.
 */
void held_read(struct kdefer_context *c)
{
	/* On the stack it is the business of audit_stack(). */
	c->journal_info = object_is_on_stack(current->journal_info) ?
				  NULL :
				  current->journal_info;
	c->creds = kdefer_override(current) ? current_cred() : NULL;
	c->preempt_count = kdefer_levels();
	c->irqs_off = irqs_disabled();
	c->rcu = rcu_preempt_depth();
	c->pagefault = current->pagefault_disabled;
	c->migrate = kdefer_migration_depth(current);
	c->lockdep = lockdep_depth(current);
	c->task_flags = current->flags & KDEFER_MEMALLOC;
	c->task_state = READ_ONCE(current->__state);
	c->kmap = kdefer_kmap_depth(current);
	/* The cheaper question comes first, where it answers the other. */
	c->fpu = (!ARCH_FPU_IS_COUNTED || c->irqs_off ||
		  c->preempt_count & (PREEMPT_MASK | SOFTIRQ_MASK)) &&
		 arch_fpu_in_use();
}

/**
 * held_is_same() - is there nothing to look at more closely?
 * @now:  what was just read
 * @then: what was noted
 *
 * Return: true if nothing is held that was not, or the other way round.
 */
bool held_is_same(const struct kdefer_context *now,
		  const struct kdefer_context *then)
{
	return !memcmp(now, then, offsetof(struct kdefer_context, site)) &&
	       !arch_user_access_open();
}

const char *held_name(enum held_item item)
{
	static const char *const names[] = {
		[HELD_USER_ACCESS] = "user access",
		[HELD_TASK_STATE] = "sleeping task state",
		[HELD_BH_BARE] = "bottom halves disabled",
		[HELD_FPU] = "kernel FPU section",
		[HELD_PAGEFAULT] = "page faults disabled",
		[HELD_BH_LOCK] = "bottom halves disabled",
		[HELD_RCU] = "RCU read-side section",
		[HELD_IRQ_COUNT] = "levels of interrupts disabled",
		[HELD_IRQS] = "interrupts disabled",
		[HELD_FPU_IRQS_ON] = "kernel FPU section",
		[HELD_BH] = "bottom halves disabled",
		[HELD_PREEMPT] = "preemption disabled",
		[HELD_INTERRUPT] = "interrupt level",
		[HELD_MIGRATE] = "migration disabled",
		[HELD_MEMALLOC] = "memalloc scope",
		[HELD_KMAP] = "kmap_local",
		[HELD_CREDS] = "credentials overridden",
		[HELD_JOURNAL] = "journal_info",
		[HELD_LOCKS] = "locks in lockdep's books",
	};

	static_assert(ARRAY_SIZE(names) == NR_HELD);
	return names[item];
}

static int preempt_levels(const struct kdefer_context *c)
{
	return c->preempt_count & PREEMPT_MASK;
}

static int bh_levels(const struct kdefer_context *c)
{
	return (c->preempt_count & SOFTIRQ_MASK) / SOFTIRQ_DISABLE_OFFSET;
}

static int irq_levels(const struct kdefer_context *c)
{
	return (c->preempt_count & COUNTED_IRQS_MASK) / COUNTED_IRQS_OFFSET;
}

static int interrupt_levels(const struct kdefer_context *c)
{
	return hweight32(c->preempt_count & INTERRUPT_LEVELS);
}

/* A local mapping keeps its task where it is, and lets it go when it is unmapped. */
static int migrate_levels(const struct kdefer_context *c)
{
	return c->migrate - (IS_ENABLED(CONFIG_SMP) ? c->kmap : 0);
}

static int flags_more(int now, int then)
{
	return hweight32(now & ~then) ?: -hweight32(then & ~now);
}

static int pointer_more(const void *now, const void *then)
{
	if (now == then)
		return 0;
	return now ? 1 : -1;
}

/* How many levels of RCU and migration bottom halves take along, where they are a lock. */
static u8 bh_rcu __ro_after_init;
static u8 bh_migrate __ro_after_init;

static bool is_preemptible(const struct kdefer_context *c)
{
	return !c->irqs_off && !(c->preempt_count & ~SOFTIRQ_MASK);
}

/*
 * With PREEMPT_RT the first level takes a lock, and with it RCU and migration; but not where
 * it could not have waited, and the lock is let go only where it could. Which of the two it
 * was is not to be read. Where there is less than the lock takes along it is none; where the
 * task may be preempted it is one, as without it must not be. Between them what is more than
 * before tells, unless locks were taken and given back crosswise.
 *
 * A kernel that is configured without that lock, as Debian's 7.3, still takes RCU and
 * migration: there a spinlock may have taken the same, and it makes no difference with which
 * of the two they are given back.
 */
static bool bh_is_locked(const struct kdefer_context *now,
			 const struct kdefer_context *then)
{
	if (bh_levels(then) || then->preempt_count & SOFTIRQ_OFFSET ||
	    now->rcu < bh_rcu || now->migrate < bh_migrate)
		return false;
	return is_preemptible(now) ||
	       (now->rcu - then->rcu >= bh_rcu &&
		now->migrate - then->migrate >= bh_migrate);
}

/* Bottom halves disabled, if that is what @item is for. */
static int bh_surplus(enum held_item item, const struct kdefer_context *now,
		      const struct kdefer_context *then)
{
	enum held_item is = HELD_BH;

	if (IS_ENABLED(CONFIG_PREEMPT_RT))
		is = bh_is_locked(now, then) ? HELD_BH_LOCK : HELD_BH_BARE;
	return item == is ? bh_levels(now) - bh_levels(then) : 0;
}

/* A kernel FPU section, if that is when it can end. */
static int fpu_surplus(enum held_item item, const struct kdefer_context *now,
		       const struct kdefer_context *then)
{
	return (item == HELD_FPU_IRQS_ON) == ARCH_FPU_ENDS_WITH_IRQS_ON ?
		       now->fpu - then->fpu :
		       0;
}

/**
 * held_surplus() - how much more of something is held
 * @item: of what
 * @now:  what was just read
 * @then: what was noted
 *
 * A task state that has become TASK_RUNNING is no finding: whoever sleeps leaves
 * it so. Lockdep that was switched off by a splat has lost count.
 *
 * Return: the difference, negative if less is held.
 */
int held_surplus(enum held_item item, const struct kdefer_context *now,
		 const struct kdefer_context *then)
{
	switch (item) {
	case HELD_USER_ACCESS:
		return arch_user_access_open();
	case HELD_TASK_STATE:
		return now->task_state != TASK_RUNNING &&
		       then->task_state == TASK_RUNNING;
	case HELD_BH_BARE:
	case HELD_BH_LOCK:
	case HELD_BH:
		return bh_surplus(item, now, then);
	case HELD_FPU:
	case HELD_FPU_IRQS_ON:
		return fpu_surplus(item, now, then);
	case HELD_PAGEFAULT:
		return now->pagefault - then->pagefault;
	case HELD_RCU:
		return now->rcu - then->rcu;
	case HELD_IRQ_COUNT:
		return irq_levels(now) - irq_levels(then);
	case HELD_IRQS:
		return now->irqs_off - then->irqs_off;
	case HELD_PREEMPT:
		return preempt_levels(now) - preempt_levels(then);
	case HELD_INTERRUPT:
		return interrupt_levels(now) - interrupt_levels(then);
	case HELD_MIGRATE:
		return migrate_levels(now) - migrate_levels(then);
	case HELD_MEMALLOC:
		return flags_more(now->task_flags, then->task_flags);
	case HELD_KMAP:
		return now->kmap - then->kmap;
	case HELD_CREDS:
		return pointer_more(now->creds, then->creds);
	case HELD_JOURNAL:
		return pointer_more(now->journal_info, then->journal_info);
	case HELD_LOCKS:
		return READ_ONCE(debug_locks) ? now->lockdep - then->lockdep :
						0;
	default:
		return 0;
	}
}

/**
 * held_init() - look how this kernel counts
 *
 * Context: Process context, when the module is loaded.
 */
void __init held_init(void)
{
	struct kdefer_context with, without;

	held_read(&without);
	local_bh_disable();
	held_read(&with);
	local_bh_enable();
	bh_rcu = with.rcu - without.rcu;
	bh_migrate = with.migrate - without.migrate;
}

/* Are bottom halves disabled by a kernel FPU section that is left so? */
static bool is_of_fpu(const struct kdefer_context *then)
{
	return ARCH_FPU_IS_COUNTED && ARCH_FPU_ENDS_WITH_IRQS_ON &&
	       !then->fpu && arch_fpu_in_use();
}

/**
 * held_can_give_back() - has the kernel an inverse that can be called here?
 * @item: of what
 * @then: what was noted
 *
 * A lock that lockdep knows of can only be taken out of its books, a mapping only
 * be undone by who knows its address, a transaction only be ended by its journal.
 * Credentials that were overridden before may be gone; the task's own are not.
 *
 * Return: true if held_give_back() may be called.
 */
bool held_can_give_back(enum held_item item, const struct kdefer_context *then)
{
	switch (item) {
	case HELD_INTERRUPT:
	case HELD_KMAP:
	case HELD_JOURNAL:
	case HELD_LOCKS:
		return false;
	case HELD_BH_LOCK:
		return is_preemptible(then);
	case HELD_BH_BARE:
	case HELD_BH:
		return !in_hardirq() && !in_nmi() && !is_of_fpu(then);
	case HELD_FPU_IRQS_ON:
		return !then->irqs_off;
	case HELD_CREDS:
		return !then->creds && !in_nmi();
	default:
		return true;
	}
}

/**
 * held_give_back() - give back one level, by the kernel's own inverse call
 * @item: of what
 * @then: what was noted
 */
void held_give_back(enum held_item item, const struct kdefer_context *then)
{
	switch (item) {
	case HELD_USER_ACCESS:
		arch_user_access_close();
		break;
	case HELD_TASK_STATE:
		__set_current_state(TASK_RUNNING);
		break;
	case HELD_BH_BARE:
		bh_enable_bare();
		break;
	case HELD_FPU:
	case HELD_FPU_IRQS_ON:
		arch_fpu_end();
		break;
	case HELD_PAGEFAULT:
		pagefault_enable();
		break;
	case HELD_RCU:
		__acquire(RCU); /* for sparse: elsewhere */
		rcu_read_unlock();
		break;
	case HELD_BH_LOCK:
		bh_enable_locked();
		break;
	case HELD_IRQ_COUNT:
		counted_irq_enable();
		break;
	case HELD_IRQS:
		local_irq_enable();
		break;
	case HELD_BH:
		bh_enable();
		break;
	case HELD_PREEMPT:
		preempt_enable();
		break;
	case HELD_MIGRATE:
		migrate_enable();
		break;
	case HELD_MEMALLOC:
		current_restore_flags(then->task_flags, KDEFER_MEMALLOC);
		break;
	case HELD_CREDS:
		revert_creds(current_real_cred());
		break;
	default:
		break;
	}
}
