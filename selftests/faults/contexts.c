// SPDX-License-Identifier: GPL-2.0
/*
 * Every context that a kernel function runs in: the fault is raised, and recovered,
 * in the same one.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/irq_work.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#include "../compat.h"
#include "faults.h"

/* A context: in_it() runs there. */
static struct {
	struct outcome outcome;
	bool right;
	struct completion done;
} here;

#define IN_IT(is_right)                                    \
	do {                                               \
		here.right = (is_right);                   \
		survive(&here.outcome, victim_read, NULL); \
		complete(&here.done);                      \
	} while (0)

static void start(void)
{
	here.outcome = (struct outcome){};
	here.right = false;
	init_completion(&here.done);
}

static void check_done(void)
{
	if (!wait_for_completion_timeout(&here.done, 10 * HZ)) {
		CHECK(!"done within 10 seconds");
		return;
	}
	CHECK(here.right);
	CHECK_SURVIVED(&here.outcome, SOFT_PANIC_PAGE_FAULT, NULL);
	CHECK_EQ(here.outcome.ip, victim_read_at);
}

/* The processor is not idle meanwhile: on arm64 nothing is trapped on top of that. */
static void stay_busy(void)
{
	int ms;

	for (ms = 0; ms < 10000 && !completion_done(&here.done); ms++)
		mdelay(1);
}

static void in_work(struct work_struct *work)
{
	IN_IT(in_task());
}

static void test_work(void)
{
	struct work_struct work;

	start();
	INIT_WORK_ONSTACK(&work, in_work);
	schedule_work(&work);
	check_done();
	flush_work(&work);
	destroy_work_on_stack(&work);
}

static void in_timer(struct timer_list *timer)
{
	IN_IT(in_serving_softirq());
}

static void test_softirq(void)
{
	struct timer_list timer;

	start();
	timer_setup_on_stack(&timer, in_timer, 0);
	migrate_disable();
	mod_timer(&timer, jiffies + 1);
	stay_busy();
	migrate_enable();
	check_done();
	timer_delete_sync(&timer);
	timer_destroy_on_stack(&timer);
}

static enum hrtimer_restart in_hrtimer(struct hrtimer *timer)
{
	IN_IT(in_hardirq() && irqs_disabled());
	return HRTIMER_NORESTART;
}

static void test_hardirq_timer(void)
{
	struct hrtimer timer;

	start();
	hrtimer_setup_on_stack(&timer, in_hrtimer, CLOCK_MONOTONIC,
			       HRTIMER_MODE_REL_HARD);
	migrate_disable();
	hrtimer_start(&timer, ms_to_ktime(2), HRTIMER_MODE_REL_HARD);
	stay_busy();
	migrate_enable();
	check_done();
	hrtimer_cancel(&timer);
	destroy_hrtimer_on_stack(&timer);
}

static void in_irq_work(struct irq_work *work)
{
	IN_IT(in_hardirq() && irqs_disabled());
}

static void test_hardirq_work(void)
{
	struct irq_work work = IRQ_WORK_INIT_HARD(in_irq_work);

	start();
	irq_work_queue(&work);
	check_done();
	irq_work_sync(&work);
}

static int in_thread(void *unused)
{
	IN_IT(current->flags & PF_KTHREAD);
	return 0;
}

static void test_kthread(void)
{
	struct task_struct *task;

	start();
	task = kthread_run(in_thread, NULL, "faults");
	CHECK(!IS_ERR(task));
	if (!IS_ERR(task))
		check_done();
}

/* What the caller holds is the caller's still. */
static void test_atomic(void)
{
	unsigned long flags;

	start();
	local_irq_save(flags);
	IN_IT(irqs_disabled());
	CHECK(irqs_disabled());
	local_irq_restore(flags);
	check_done();

	start();
	preempt_disable();
	IN_IT(preempt_count() || !IS_ENABLED(CONFIG_PREEMPT_COUNT));
	preempt_enable();
	check_done();

	start();
	local_bh_disable();
	IN_IT(in_softirq());
	local_bh_enable();
	check_done();

	start();
	pagefault_disable();
	IN_IT(pagefault_disabled());
	CHECK(pagefault_disabled());
	pagefault_enable();
	check_done();
}

static long irq_victim(void *unused)
{
	start();
	irq_work_queue(unused);
	check_done();
	return victim_read(NULL);
}

/* A task traps, and so does the interrupt above it: each has its own. */
static void test_interrupted(void)
{
	struct irq_work work = IRQ_WORK_INIT_HARD(in_irq_work);
	struct outcome o;

	survive(&o, irq_victim, &work);
	CHECK_SURVIVED(&o, SOFT_PANIC_PAGE_FAULT, NULL);
	irq_work_sync(&work);
}

const struct fault_case context_cases[] = {
	{ "context/work", test_work },
	{ "context/softirq", test_softirq },
	{ "context/hardirq_timer", test_hardirq_timer },
	{ "context/hardirq_work", test_hardirq_work },
	{ "context/kthread", test_kthread },
	{ "context/atomic", test_atomic },
	{ "context/interrupted", test_interrupted },
	{}
};
