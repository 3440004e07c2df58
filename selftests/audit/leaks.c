// SPDX-License-Identifier: GPL-2.0
/*
 * A plain function takes something and is skipped. Each case says what the recovering
 * function returned and whether the thing is still held, and gives it back if so.
 */
#include <linux/bottom_half.h>
#include <linux/cred.h>
#include <linux/highmem.h>
#include <linux/irqflags.h>
#include <linux/kdefer.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched/mm.h>
#include <linux/seq_file.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>

#include "../arch.h"
#include "../compat.h"
#include "audit.h"
#include "leak.h"

/* Which of these the kernel counts, as it is configured. */
void case_counts(struct seq_file *out)
{
	int before = preempt_count(), preempt, rcu;

	preempt_disable();
	preempt = preempt_count() - before;
	preempt_enable();
	before = rcu_preempt_depth();
	rcu_read_lock();
	rcu = rcu_preempt_depth() - before;
	rcu_read_unlock();
	seq_printf(out, "%s %s", preempt ? "preemption" : "-",
		   rcu ? "RCU" : "-");
}

LEAK(preempt, preempt_disable(), preempt_count(), preempt_enable())
LEAK(irqs, local_irq_disable(), irqs_disabled(), local_irq_enable())
LEAK(rcu, rcu_read_lock(), rcu_preempt_depth(), rcu_read_unlock())
LEAK(pagefault, pagefault_disable(), pagefault_disabled(), pagefault_enable())
LEAK(migrate, migrate_disable(), current->migration_disabled, migrate_enable())
LEAK(fpu, kernel_fpu_begin(), is_fpu_in_use(), kernel_fpu_end())

/* Since 6.15 the second takes nothing along where the first was. */
static void take_irqs_and_fpu(void)
{
	local_irq_disable();
	kernel_fpu_begin();
}

static void give_irqs_and_fpu(void)
{
	if (is_fpu_in_use())
		kernel_fpu_end();
	local_irq_enable();
}

LEAK(irqs_and_fpu, take_irqs_and_fpu(), is_fpu_in_use() || irqs_disabled(),
     give_irqs_and_fpu())

/* The other way round, as each architecture can do it. */
static void take_fpu_and_irqs(void)
{
	kernel_fpu_begin();
	local_irq_disable();
}

LEAK(fpu_and_irqs, take_fpu_and_irqs(), is_fpu_in_use() || irqs_disabled(),
     give_irqs_and_fpu())

static bool is_atomic(void)
{
	return preempt_count() || irqs_disabled();
}

static void count_irqs_twice(void)
{
	counted_irq_disable();
	counted_irq_disable();
}

static void uncount_irqs(void)
{
	counted_irq_enable();
	counted_irq_enable();
}

/* On kernels without that count interrupts are disabled as ever. */
LEAK(irq_count, count_irqs_twice(), is_atomic(), uncount_irqs())

static bool is_nofs(void)
{
	return current->flags & PF_MEMALLOC_NOFS;
}

LEAK(memalloc, memalloc_nofs_save(), is_nofs(), memalloc_nofs_restore(0))

static void set_state(unsigned int state)
{
	set_current_state(state);
}

static bool is_asleep(void)
{
	return get_current_state() != TASK_RUNNING;
}

LEAK(task_state, set_state(TASK_IDLE), is_asleep(), set_state(TASK_RUNNING))

static void take_preempt_twice(void)
{
	preempt_disable();
	preempt_disable();
}

static void give_preempt_twice(void)
{
	preempt_enable();
	preempt_enable();
}

LEAK(preempt_twice, take_preempt_twice(), preempt_count(), give_preempt_twice())

RECOVER_LEAK(user_access, set_user_access(true))

/* The scheduler does not keep the flag for a task that it stops while the warning is printed. */
void case_user_access(struct seq_file *out)
{
	bool open;
	int result;

	preempt_disable();
	result = recover_user_access();
	open = is_user_access_open();
	set_user_access(false);
	preempt_enable();
	seq_printf(out, "%d %s", result, open ? "held" : "given back");
}

/* More than an address only on kernels that have reason to count: see kmap_test.sh. */
#ifdef CONFIG_KMAP_LOCAL
static void *mapped[2];

static bool is_mapped(void)
{
	return current->kmap_ctrl.idx;
}

/* Not kmap_local_page(), which maps nothing where all memory is mapped. */
static void map_twice(void)
{
	mapped[0] = __kmap_local_page_prot(ZERO_PAGE(0), PAGE_KERNEL_RO);
	mapped[1] = __kmap_local_page_prot(ZERO_PAGE(0), PAGE_KERNEL_RO);
}

static void unmap_twice(void)
{
	kunmap_local_indexed(mapped[1]);
	kunmap_local_indexed(mapped[0]);
}
#else
static bool is_mapped(void)
{
	return false;
}

static void map_twice(void)
{
}

static void unmap_twice(void)
{
}
#endif

LEAK(kmap, map_twice(), is_mapped(), unmap_twice())

/* A transaction lives elsewhere than on the stack: only how the task refers to it changes. */
static long transaction, other;

static void refer_to(void *p)
{
	current->journal_info = p;
}

static bool is_in_transaction(void)
{
	return current->journal_info;
}

LEAK(transaction, refer_to(&transaction), is_in_transaction(), refer_to(NULL))

RECOVER_LEAK(other_transaction, refer_to(&other))
RECOVER_LEAK(no_transaction, refer_to(NULL))
RECOVER_LEAK(same_transaction, refer_to(&transaction))

static void say_transaction(struct seq_file *out, int (*recover_leak)(void))
{
	int result;

	refer_to(&transaction);
	result = recover_leak();
	seq_printf(out, "%d %s", result,
		   current->journal_info == &transaction ? "outer" :
		   current->journal_info		 ? "other" :
							   "none");
	refer_to(NULL);
}

void case_other_transaction(struct seq_file *out)
{
	say_transaction(out, recover_other_transaction);
}

void case_no_transaction(struct seq_file *out)
{
	say_transaction(out, recover_no_transaction);
}

/* One that was there before is nobody's finding. */
void case_same_transaction(struct seq_file *out)
{
	say_transaction(out, recover_same_transaction);
}

/* A copy of the task's own, which nobody else refers to. */
static void take_creds(void)
{
	struct cred *creds = prepare_creds();

	if (!creds)
		return;
	creds_override(creds);
}

static void give_creds(void)
{
	creds_revert();
}

static bool is_overridden(void)
{
	return current_cred() != current_real_cred();
}

LEAK(creds, take_creds(), is_overridden(), give_creds())

RECOVER_LEAK(other_creds, take_creds())
RECOVER_LEAK(no_creds, give_creds())
RECOVER_LEAK(same_creds, barrier())

static void say_creds(struct seq_file *out, int (*recover_leak)(void))
{
	const struct cred *outer;
	int result;

	take_creds();
	outer = get_current_cred();
	result = recover_leak();
	seq_printf(out, "%d %s", result,
		   current_cred() == outer ? "outer" :
		   is_overridden()	   ? "other" :
					     "none");
	if (is_overridden())
		give_creds();
	/* Who overrides it once more keeps a reference to it, to put it back. */
	if (recover_leak == recover_other_creds)
		put_cred(outer);
	put_cred(outer);
}

void case_other_creds(struct seq_file *out)
{
	say_creds(out, recover_other_creds);
}

void case_no_creds(struct seq_file *out)
{
	say_creds(out, recover_no_creds);
}

/* Overridden before, and still. */
void case_same_creds(struct seq_file *out)
{
	say_creds(out, recover_same_creds);
}

/* Of a lock only what counts is seen; the lock itself stays locked. */
static DEFINE_SPINLOCK(lock);

static bool is_unsafe(void)
{
	bool unsafe = softirq_count() || irqs_disabled() || preempt_count();

#ifdef CONFIG_PREEMPT_RT
	unsafe |= rcu_preempt_depth() || current->migration_disabled;
#endif
	unlock_alone(&lock);
	return unsafe;
}

static void enable_all(void)
{
	local_irq_enable();
	if (softirq_count())
		local_bh_enable();
#ifdef CONFIG_PREEMPT_RT
	rcu_read_unlock();
	migrate_enable();
#else
	preempt_enable();
#endif
}

static void take_all(void)
{
	spin_lock(&lock);
	preempt_disable();
	local_bh_disable();
}

static void give_all(void)
{
	local_bh_enable();
	preempt_enable();
}

static bool is_locked_or_without_softirqs(void)
{
	unlock_alone(&lock);
	return is_without_softirqs();
}

/* What the lock takes along is not what bottom halves would have. */
LEAK(all, take_all(), is_locked_or_without_softirqs(), give_all())
LEAK(spinlock_bh, spin_lock_bh(&lock), is_unsafe(), enable_all())
LEAK(spinlock_irq, spin_lock_irq(&lock), is_unsafe(), enable_all())
