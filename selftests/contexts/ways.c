// SPDX-License-Identifier: GPL-2.0
/*
 * Ways to have a function called in a context, all by the kernel's own means. One at
 * a time; a processor has one NMI to give, and the one that raises it hears of it.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/irq_work.h>
#include <linux/smp.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#include "../arch.h"
#include "../compat.h"
#include "contexts.h"

static void (*todo)(void);
static bool called;

const char *context_name(void)
{
	if (in_nmi())
		return "nmi";
	if (in_hardirq())
		return "hardirq";
	return in_serving_softirq() ? "softirq" : "task";
}

void way_do_it(void)
{
	void (*function)(void);

	function = xchg(&todo, NULL);
	if (!function)
		return;
	function();
	/* Whoever sees it sees what the function has done. */
	smp_store_release(&called, true);
}

void way_begin(void (*function)(void))
{
	called = false;
	/* After it, for whoever takes the function. */
	smp_store_release(&todo, function);
}

/* Softirqs may have been left to a thread, which a task must let run. */
static void wait_a_little(void)
{
	if (in_task() && !preempt_count() && !irqs_disabled())
		usleep_range(500, 1000);
	else
		mdelay(1);
}

int way_end(void)
{
	unsigned int ms;

	for (ms = 0; ms < 5000; ms++) {
		/* With what the function has done. */
		if (smp_load_acquire(&called))
			return 0;
		wait_a_little();
	}
	todo = NULL;
	return -ETIMEDOUT;
}

static int call_in_task(void (*function)(void))
{
	function();
	return 0;
}

static void on_work(struct work_struct *work)
{
	way_do_it();
}

static DECLARE_WORK(work, on_work);

static int call_in_work(void (*function)(void))
{
	way_begin(function);
	schedule_work(&work);
	flush_work(&work);
	return way_end();
}

static void on_tasklet(struct tasklet_struct *tasklet)
{
	way_do_it();
}

static DECLARE_TASKLET(tasklet, on_tasklet);

/* On top of the caller: softirqs that were held back run when they are let. */
int call_in_softirq(void (*function)(void))
{
	way_begin(function);
	local_bh_disable();
	tasklet_schedule(&tasklet);
	local_bh_enable();
	return way_end();
}

static void on_timer(struct timer_list *timer)
{
	way_do_it();
}

static DEFINE_TIMER(timer, on_timer);

static int call_in_timer(void (*function)(void))
{
	way_begin(function);
	mod_timer(&timer, jiffies + 1);
	return way_end();
}

static enum hrtimer_restart on_hrtimer(struct hrtimer *timer)
{
	way_do_it();
	return HRTIMER_NORESTART;
}

static struct hrtimer hrtimer;

static int call_in_hrtimer(void (*function)(void))
{
	way_begin(function);
	hrtimer_start(&hrtimer, ns_to_ktime(500000), HRTIMER_MODE_REL_HARD);
	return way_end();
}

static void on_irq_work(struct irq_work *unused)
{
	way_do_it();
}

static struct irq_work irq_work = IRQ_WORK_INIT_HARD(on_irq_work);

/* On top of the caller: an interrupt that this processor sends itself. */
int call_in_hardirq(void (*function)(void))
{
	int err;

	way_begin(function);
	irq_work_queue(&irq_work);
	err = way_end();
	while (irq_work_is_busy(&irq_work))
		cpu_relax();
	return err;
}

/* A processor that idles, and has not halted, gets no interrupt: its idle task calls. */
static void on_call(void *unused)
{
	if (in_hardirq())
		way_do_it();
}

/* From another processor, until it is an interrupt. */
static int call_in_ipi(void (*function)(void))
{
	unsigned int cpu, tries;

	way_begin(function);
	cpu = cpumask_any_but(cpu_online_mask, get_cpu());
	for (tries = 0; tries < 1000 && cpu < nr_cpu_ids && READ_ONCE(todo);
	     tries++)
		smp_call_function_single(cpu, on_call, NULL, 1);
	put_cpu();
	return way_end();
}

#ifdef send_nmi
static int on_nmi(unsigned int type, struct pt_regs *regs)
{
	if (!READ_ONCE(todo))
		return NMI_DONE;
	way_do_it();
	return NMI_HANDLED;
}

/* On top of the caller: an NMI that this processor sends itself. */
int call_in_nmi(void (*function)(void))
{
	way_begin(function);
	preempt_disable();
	send_nmi();
	preempt_enable();
	return way_end();
}
#else
#define listen_to_nmi(function) 0
#define ignore_nmi()

int call_in_nmi(void (*function)(void))
{
	return -EOPNOTSUPP;
}
#endif

const struct way ways[] = {
	{ "task", call_in_task },
	{ "work", call_in_work },
	{ "tasklet", call_in_softirq },
	{ "timer", call_in_timer },
#ifdef CONFIG_NETFILTER
	{ "netfilter", call_in_netfilter },
#endif

	{ "hrtimer", call_in_hrtimer },
	{ "irq_work", call_in_hardirq },
	{ "ipi", call_in_ipi },
	{ "nmi", call_in_nmi },
};

const unsigned int nr_ways = ARRAY_SIZE(ways);

int ways_init(void)
{
	int err;

	hrtimer_setup(&hrtimer, on_hrtimer, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL_HARD);
	err = netfilter_init();
	if (err)
		return err;
	err = listen_to_nmi(on_nmi);
	if (err)
		netfilter_exit();
	return err;
}

void ways_exit(void)
{
	ignore_nmi();
	netfilter_exit();
	hrtimer_cancel(&hrtimer);
	tasklet_kill(&tasklet);
	timer_delete_sync(&timer);
	irq_work_sync(&irq_work);
}
