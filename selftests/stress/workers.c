// SPDX-License-Identifier: GPL-2.0
/*
 * Who does it: threads that move from processor to processor, and on each processor
 * a timer in softirq and one in hard interrupt, on top of whatever they interrupt.
 */
#include <linux/cpumask.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/moduleparam.h>
#include <linux/sched/task.h>
#include <linux/smp.h>

#include <linux/kdefer.h>

#include "../compat.h"
#include "stress.h"

unsigned int nr_threads = 6;
module_param_named(threads, nr_threads, uint, 0644);
MODULE_PARM_DESC(threads, "how many threads there are, up to 32");

unsigned int panics = 200000;
module_param(panics, uint, 0644);
MODULE_PARM_DESC(panics, "how many soft panics the threads raise together");

unsigned int seconds;
module_param(seconds, uint, 0644);
MODULE_PARM_DESC(seconds, "after which they stop anyway; 0: never");

unsigned int seed = 1;
module_param(seed, uint, 0644);
MODULE_PARM_DESC(seed, "of the random numbers");

unsigned int max_depth = 8;
module_param(max_depth, uint, 0644);
MODULE_PARM_DESC(max_depth,
		 "functions between an attempt and its end, at most");

static bool interrupts = true;
module_param(interrupts, bool, 0644);
MODULE_PARM_DESC(interrupts, "are there timers on top?");

static unsigned int hard_timer_us = 1000;
module_param(hard_timer_us, uint, 0644);
MODULE_PARM_DESC(hard_timer_us, "between two interrupts of a hard timer");

struct worker workers[MAX_WORKERS];
static unsigned long stop_at;
static bool is_over;

const char *worker_name(const struct worker *w)
{
	static const char *const names[] = {
		[THREAD] = "thread",
		[TIMER] = "timer",
		[HARD_TIMER] = "hard timer",
	};

	return names[w->kind];
}

static bool is_done(const struct worker *w)
{
	return w->raised >= panics / nr_threads ||
	       (seconds && time_after(jiffies, stop_at));
}

static int work(void *data)
{
	struct worker *w = data;

	memory_fails_here();
	while (!is_done(w)) {
		attempt_once(w);
		cond_resched();
	}
	return 0;
}

static void on_timer(struct timer_list *timer)
{
	struct worker *w = container_of(timer, struct worker, timer);

	attempt_once(w);
	if (!READ_ONCE(is_over))
		mod_timer(timer, jiffies + 1);
}

static enum hrtimer_restart on_hard_timer(struct hrtimer *timer)
{
	struct worker *w = container_of(timer, struct worker, hard_timer);

	attempt_once(w);
	if (READ_ONCE(is_over))
		return HRTIMER_NORESTART;
	hrtimer_forward_now(timer, ns_to_ktime(hard_timer_us * 1000ULL));
	return HRTIMER_RESTART;
}

static void init(struct worker *w, enum worker_kind kind, unsigned int cpu)
{
	memset(w, 0, sizeof(*w));
	w->kind = kind;
	w->index = w - workers;
	w->cpu = cpu;
	/* Never zero: that would stay. */
	w->random = (seed * 2654435761U + w->index * 40503U) | 1;
	mutex_init(&w->lock);
}

static struct worker *interrupt_worker(enum worker_kind kind, unsigned int cpu)
{
	return &workers[MAX_THREADS + (kind == HARD_TIMER) * INTERRUPT_CPUS +
			cpu];
}

/* On each processor, in interrupt. */
static void start_interrupts(void *unused)
{
	unsigned int cpu = smp_processor_id();
	struct worker *w;

	if (cpu >= INTERRUPT_CPUS)
		return;
	w = interrupt_worker(TIMER, cpu);
	w->timer.expires = jiffies + 1;
	add_timer_on(&w->timer, cpu);
	w = interrupt_worker(HARD_TIMER, cpu);
	hrtimer_start(&w->hard_timer, ns_to_ktime(hard_timer_us * 1000ULL),
		      HRTIMER_MODE_REL_PINNED_HARD);
}

static void init_interrupts(void)
{
	unsigned int cpu;
	struct worker *w;

	for (cpu = 0; cpu < INTERRUPT_CPUS; cpu++) {
		init(interrupt_worker(TIMER, cpu), TIMER, cpu);
		timer_setup(&interrupt_worker(TIMER, cpu)->timer, on_timer,
			    TIMER_PINNED);
		w = interrupt_worker(HARD_TIMER, cpu);
		init(w, HARD_TIMER, cpu);
		hrtimer_setup(&w->hard_timer, on_hard_timer, CLOCK_MONOTONIC,
			      HRTIMER_MODE_REL_PINNED_HARD);
	}
}

static void stop_interrupts(void)
{
	unsigned int cpu;

	WRITE_ONCE(is_over, true);
	for (cpu = 0; cpu < INTERRUPT_CPUS; cpu++) {
		timer_delete_sync(&interrupt_worker(TIMER, cpu)->timer);
		hrtimer_cancel(&interrupt_worker(HARD_TIMER, cpu)->hard_timer);
	}
}

static int create_threads(void)
{
	unsigned int i;

	for (i = 0; i < MAX_THREADS; i++)
		init(&workers[i], THREAD, i % num_possible_cpus());
	for (i = 0; i < nr_threads; i++) {
		struct task_struct *task = kthread_create(
			work, &workers[i], "kdefer_stress/%u", i);

		if (IS_ERR(task))
			return PTR_ERR(task);
		workers[i].task = get_task_struct(task);
	}
	return 0;
}

/* A thread that never ran ends at once. */
static void stop_threads(void)
{
	unsigned int i;

	for (i = 0; i < nr_threads && workers[i].task; i++) {
		kthread_stop(workers[i].task);
		put_task_struct(workers[i].task);
	}
}

static void wait_for_threads(void)
{
	unsigned int i;

	for (i = 0; i < nr_threads; i++)
		wake_up_process(workers[i].task);
	for (i = 0; i < nr_threads; i++)
		while (!is_done(&workers[i]))
			schedule_timeout_uninterruptible(HZ / 20);
}

/**
 * workers_run() - one run of all of them
 *
 * Return: 0, or why there were no threads.
 */
int workers_run(void)
{
	int err;

	max_depth = max(max_depth, 1U);
	nr_threads = clamp(nr_threads, 1U, (unsigned int)MAX_THREADS);
	is_over = false;
	stop_at = jiffies + seconds * HZ;
	err = create_threads();
	if (!err) {
		init_interrupts();
		if (interrupts)
			on_each_cpu(start_interrupts, NULL, 1);
		wait_for_threads();
		stop_interrupts();
	}
	stop_threads();
	return err;
}
