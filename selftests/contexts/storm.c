// SPDX-License-Identifier: GPL-2.0
/*
 * A task that does nothing but unwind, and a hard timer on the same processor that
 * panics, exits or replaces a panic each time it comes. The task says all the time
 * what it is doing; it goes on until the timer has come often enough at each of:
 *
 *	RAISING		from soft_panic() to the first deferred call: the walk
 *	CALLING		in a deferred call
 *	GOING_ON	between two deferred calls, of the same function or of the next
 *	LANDING		from the last handler to the return of the recovering function
 */
#include <linux/hrtimer.h>
#include <linux/jiffies.h>
#include <linux/moduleparam.h>
#include <linux/sched.h>

#include <linux/kdefer.h>

#include "../compat.h"
#include "contexts.h"

static unsigned int times = 500;
module_param(times, uint, 0644);
MODULE_PARM_DESC(times, "how often the timer is to come at each moment");

static unsigned int timer_us = 50;
module_param(timer_us, uint, 0644);
MODULE_PARM_DESC(timer_us, "between two of its interrupts");

#define EXITED 7

enum moment { ELSEWHERE, RAISING, CALLING, GOING_ON, LANDING, NR_MOMENTS };

static enum moment moment;
static struct task_struct *task;
static unsigned int came[NR_MOMENTS];
static unsigned int irq_rounds, irq_right, irq_cleaned;
static bool is_over;

static void is_at(enum moment now)
{
	WRITE_ONCE(moment, now);
}

/* The interrupt. */

static void irq_clean(void *unused)
{
	irq_cleaned++;
}

static void irq_replace(void *unused)
{
	irq_cleaned++;
	soft_panic(-EIO, "instead, in the interrupt");
}

DEFER_FN(void, irq_beneath, unsigned int, how)
{
	defer_call(irq_clean, NULL);
	defer_call(how == 2 ? irq_replace : irq_clean, NULL);
	if (how == 1)
		soft_exit(EXITED);
	soft_panic(-ENODATA, "in the interrupt");
}

RECOVER_FN(int, irq_round, unsigned int, how)
{
	defer_recover();
	defer_call(irq_clean, NULL);
	irq_beneath(how);
	return 0;
}

static enum hrtimer_restart on_timer(struct hrtimer *timer)
{
	static const int wanted[] = { -ENODATA, EXITED, -EIO };
	unsigned int how = irq_rounds++ % ARRAY_SIZE(wanted);
	bool alone = !soft_panicking();

	if (current == task)
		came[READ_ONCE(moment)]++;
	irq_cleaned = 0;
	irq_right += irq_round(how) == wanted[how] && irq_cleaned == 3 && alone;
	if (READ_ONCE(is_over))
		return HRTIMER_NORESTART;
	hrtimer_forward_now(timer, ns_to_ktime(timer_us * 1000ULL));
	return HRTIMER_RESTART;
}

/* The task. */

static unsigned int cleaned;

static noinline void linger(void)
{
	unsigned int i;

	for (i = 0; i < 20; i++)
		cpu_relax();
}

static void clean(void *unused)
{
	is_at(CALLING);
	linger();
	cleaned++;
	is_at(GOING_ON);
}

static void replace(void *unused)
{
	is_at(CALLING);
	linger();
	cleaned++;
	is_at(RAISING);
	soft_panic(-EPIPE, "instead");
}

static void handle(struct soft_panic *p, void *unused)
{
	if (!p)
		return;
	recover(p, p->err);
	is_at(LANDING);
}

DEFER_FN(void, beneath, unsigned int, how, int, depth)
{
	defer_call(clean, NULL);
	defer_call(clean, NULL);
	if (depth) {
		beneath(how, depth - 1);
		return;
	}
	if (how)
		defer_call(replace, NULL);
	is_at(RAISING);
	soft_panic(-EBUSY, "in the task");
}

RECOVER_FN(int, task_round, unsigned int, how)
{
	defer_recover_with(handle, NULL);
	beneath(how, 2);
	return 0;
}

static bool came_often(void)
{
	enum moment at;

	for (at = RAISING; at < NR_MOMENTS; at++)
		if (READ_ONCE(came[at]) < times)
			return false;
	return true;
}

/* It must come here. */
static void start_timer(struct hrtimer *timer)
{
	hrtimer_setup(timer, on_timer, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL_PINNED_HARD);
	hrtimer_start(timer, ns_to_ktime(timer_us * 1000ULL),
		      HRTIMER_MODE_REL_PINNED_HARD);
}

void case_storm(struct seq_file *out)
{
	static struct hrtimer timer;
	unsigned long limit = jiffies + 120 * HZ;
	unsigned int rounds = 0, right = 0;

	memset(came, 0, sizeof(came));
	irq_rounds = 0;
	irq_right = 0;
	is_over = false;
	task = current;
	migrate_disable();
	start_timer(&timer);
	while (!came_often() && time_before(jiffies, limit)) {
		unsigned int how = rounds++ & 1;

		cleaned = 0;
		right += task_round(how) == (how ? -EPIPE : -EBUSY) &&
			 cleaned == 6 + how;
		is_at(ELSEWHERE);
		cond_resched();
	}
	WRITE_ONCE(is_over, true);
	hrtimer_cancel(&timer);
	migrate_enable();
	if (right != rounds || irq_right != irq_rounds)
		seq_puts(out, "wrong; ");
	seq_printf(out, "rounds: %u, right: %u; ", rounds, right);
	seq_printf(out, "interrupts: %u, right: %u; ", irq_rounds, irq_right);
	seq_printf(out, "raising: %u, calling: %u, going on: %u, landing: %u",
		   came[RAISING], came[CALLING], came[GOING_ON], came[LANDING]);
}
