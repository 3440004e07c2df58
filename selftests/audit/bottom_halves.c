// SPDX-License-Identifier: GPL-2.0
/*
 * A plain function keeps bottom halves away and is skipped. With PREEMPT_RT that is a lock
 * where it could have waited for one, else a count of the processor's.
 */
#include <linux/bottom_half.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/interrupt.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/spinlock.h>

#include "audit.h"
#include "leak.h"

static void on_tasklet(struct tasklet_struct *unused);

static DECLARE_TASKLET(tasklet, on_tasklet);
static DECLARE_COMPLETION(ran);

static void on_tasklet(struct tasklet_struct *unused)
{
	complete(&ran);
}

/* They still run on this processor: what keeps them away may be more than a count. */
bool is_without_softirqs(void)
{
	if (preempt_count() || softirq_count())
		return true;
	reinit_completion(&ran);
	tasklet_schedule(&tasklet);
	if (!wait_for_completion_timeout(&ran, 5 * HZ))
		return true;
	tasklet_kill(&tasklet);
	return false;
}

static void take_bh_and_preempt(void)
{
	local_bh_disable();
	preempt_disable();
}

static void give_preempt_and_bh(void)
{
	preempt_enable();
	local_bh_enable();
}

static void take_preempt_and_bh(void)
{
	preempt_disable();
	local_bh_disable();
}

static void give_bh_and_preempt(void)
{
	local_bh_enable();
	preempt_enable();
}

LEAK(bh, local_bh_disable(), softirq_count(), local_bh_enable())
LEAK(bh_and_preempt, take_bh_and_preempt(), is_without_softirqs(),
     give_preempt_and_bh())
LEAK(preempt_and_bh, take_preempt_and_bh(), is_without_softirqs(),
     give_bh_and_preempt())

/* How much of RCU bottom halves take along: twice with PREEMPT_RT, where they are a lock. */
void case_bh_rcu(struct seq_file *out)
{
	int before = rcu_preempt_depth();
	int with;

	local_bh_disable();
	with = rcu_preempt_depth();
	local_bh_enable();
	seq_printf(out, "%d", with - before);
}

/* Whoever called has locked it, and noted that. */
static DEFINE_SPINLOCK(callers);

static void take_bh_for_lock(void)
{
	spin_unlock(&callers);
	local_bh_disable();
}

RECOVER_LEAK(bh_for_lock, take_bh_for_lock())

/* There is less of what bottom halves take along than before, and more of them. */
void case_bh_for_lock(struct seq_file *out)
{
	int result;

	spin_lock(&callers);
	result = recover_bh_for_lock();
	seq_printf(out, "%d %s", result,
		   is_without_softirqs() ? "held" : "given back");
}

/* Another thread, which waits for its turn on this processor, and comes first then. */
static struct {
	struct completion turn;
	struct completion done;
	bool is_without;
} rival;

static int rival_runs(void *unused)
{
	wait_for_completion(&rival.turn);
	local_bh_disable();
	local_bh_enable();
	rival.is_without = softirq_count();
	complete(&rival.done);
	return 0;
}

static int rival_start(unsigned int cpu)
{
	struct task_struct *task;

	init_completion(&rival.turn);
	init_completion(&rival.done);
	task = kthread_create_on_cpu(rival_runs, NULL, cpu, "rival/%u");
	if (IS_ERR(task))
		return PTR_ERR(task);
	sched_set_fifo(task);
	wake_up_process(task);
	return 0;
}

static bool is_rival_without(void)
{
	return !wait_for_completion_timeout(&rival.done, 5 * HZ) ||
	       rival.is_without;
}

/* It is to run as soon as the processor may be left: what was taken is given back by then. */
static void tell_with_rival(struct seq_file *out, int (*recover_leak)(void))
{
	static struct cpumask before;
	const unsigned int cpu = raw_smp_processor_id();
	int err, result;

	cpumask_copy(&before, current->cpus_ptr);
	err = set_cpus_allowed_ptr(current, cpumask_of(cpu)) ?:
							       rival_start(cpu);
	if (err) {
		seq_printf(out, "no rival: %d", err);
		return;
	}
	result = recover_leak();
	seq_printf(out, "%d %s", result,
		   is_rival_without() || is_without_softirqs() ? "held" :
								 "given back");
	set_cpus_allowed_ptr(current, &before);
}

static void take_preempt_and_bh_for_rival(void)
{
	take_preempt_and_bh();
	complete(&rival.turn);
}

RECOVER_LEAK(preempt_rival, take_preempt_and_bh_for_rival())

void case_preempt_rival(struct seq_file *out)
{
	tell_with_rival(out, recover_preempt_rival);
}

static void take_irqs_and_bh_for_rival(void)
{
	local_irq_disable();
	local_bh_disable();
	complete(&rival.turn);
}

RECOVER_LEAK(irqs_rival, take_irqs_and_bh_for_rival())

void case_irqs_rival(struct seq_file *out)
{
	tell_with_rival(out, recover_irqs_rival);
}

static DEFINE_SPINLOCK(one);
static DEFINE_SPINLOCK(other);

static void take_locks_and_bh_for_rival(void)
{
	spin_lock(&one);
	spin_lock(&other);
	take_preempt_and_bh_for_rival();
}

RECOVER_LEAK(locks_rival, take_locks_and_bh_for_rival())

static int recover_and_unlock(void)
{
	int result = recover_locks_rival();

	unlock_alone(&other);
	unlock_alone(&one);
	return result;
}

/* What the locks take along could be that of bottom halves. */
void case_locks_rival(struct seq_file *out)
{
	tell_with_rival(out, recover_and_unlock);
}
