// SPDX-License-Identifier: GPL-2.0
/*
 * Panics for whoever reads the black box: one of each kind, in each context that a task can
 * make, and a storm in which each has an errno and a text that belong together.
 */
#include <linux/hrtimer.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/timer.h>

#include <linux/kdefer.h>

#include "../cases.h"
#include "../compat.h"

static void nothing(void *unused)
{
}

RECOVER_FN(int, recovers, int, number)
{
	defer_recover();
	defer_call(nothing, NULL);
	if (number)
		soft_panic(-EINVAL, "line %d: 'x' is\nno number\\", number);
	soft_panic(-ENODATA, "plain");
}

static void case_plain(struct seq_file *out)
{
	seq_printf(out, "%d", recovers(0));
}

static void case_formatted(struct seq_file *out)
{
	seq_printf(out, "%d", recovers(3));
}

static void give_up_instead(void *unused)
{
	soft_panic(-EIO, "instead");
}

RECOVER_FN(int, replaces)
{
	defer_recover();
	defer_call(give_up_instead, NULL);
	soft_panic(-ENODATA, "at first");
}

static void case_replaced(struct seq_file *out)
{
	seq_printf(out, "%d", replaces());
}

/* For uncaught=contain. */
RECOVER_FN(int, recovers_nothing)
{
	soft_panic(-EPERM, "nobody recovers");
}

static void case_contained(struct seq_file *out)
{
	seq_printf(out, "%d", recovers_nothing());
}

RECOVER_FN(int, faults, int *, null)
{
	defer_recover();
	soft_try(trap_faults());
	return READ_ONCE(null[4]);
}

static void case_faulted(struct seq_file *out)
{
	seq_printf(out, "%d", faults(NULL));
}

static int in_timer;
static DECLARE_COMPLETION(timer_came);

static void on_timer(struct timer_list *unused)
{
	in_timer = recovers(0);
	complete(&timer_came);
}

static DEFINE_TIMER(timer, on_timer);

static void case_softirq(struct seq_file *out)
{
	reinit_completion(&timer_came);
	mod_timer(&timer, jiffies + 1);
	wait_for_completion(&timer_came);
	seq_printf(out, "%d", in_timer);
}

static unsigned int rounds = 5000;
module_param(rounds, uint, 0644);
MODULE_PARM_DESC(rounds, "panics of a storm");

RECOVER_FN(int, storm, unsigned int, n)
{
	defer_recover();
	switch (n % 3) {
	case 0:
		soft_panic(-EIO, "EIO of %u", n);
	case 1:
		soft_panic(-ENOMEM, "ENOMEM of %u", n);
	default:
		soft_panic(-EBUSY, "EBUSY of %u", n);
	}
}

static enum hrtimer_restart on_hrtimer(struct hrtimer *t)
{
	static unsigned int n;

	storm(n++);
	hrtimer_forward_now(t, ns_to_ktime(200 * NSEC_PER_USEC));
	return HRTIMER_RESTART;
}

/* Of tasks, and of an interrupt in the middle of what they do. */
static void case_storm(struct seq_file *out)
{
	struct hrtimer t;
	unsigned int n;

	hrtimer_setup_on_stack(&t, on_hrtimer, CLOCK_MONOTONIC,
			       HRTIMER_MODE_REL_PINNED_HARD);
	hrtimer_start(&t, ns_to_ktime(200 * NSEC_PER_USEC),
		      HRTIMER_MODE_REL_PINNED_HARD);
	for (n = 0; n < rounds; n++) {
		storm(n);
		cond_resched();
	}
	hrtimer_cancel(&t);
	destroy_hrtimer_on_stack(&t);
	seq_printf(out, "%u", n);
}

/* As quick as they can be: where the clock is coarse, all have one time. */
static void case_row(struct seq_file *out)
{
	unsigned long flags;
	unsigned int n;

	local_irq_save(flags);
	for (n = 0; n < 12; n++)
		storm(n);
	local_irq_restore(flags);
	seq_printf(out, "%u", n);
}

/* For a debugger: a task in the middle of a deferred call, whose panic is in flight. */
static bool released;
module_param(released, bool, 0644);
MODULE_PARM_DESC(released, "let go of the task that sleeps in a deferred call");

static void *sleeper;

static void sleep_in_call(void *unused)
{
	WRITE_ONCE(sleeper, task_stack_page(current));
	while (!READ_ONCE(released))
		schedule_timeout_uninterruptible(HZ / 10);
	WRITE_ONCE(sleeper, NULL);
}

RECOVER_FN(int, sleeps)
{
	defer_recover();
	defer_call(nothing, NULL);
	defer_call(sleep_in_call, NULL);
	soft_panic(-EBUSY, "asleep");
}

static void case_sleeps(struct seq_file *out)
{
	seq_printf(out, "%d", sleeps());
}

/* The same, where the panic in flight has replaced another. */
RECOVER_FN(int, sleeps_in_chain)
{
	defer_recover();
	defer_call(nothing, NULL);
	defer_call(sleep_in_call, NULL);
	defer_call(give_up_instead, NULL);
	soft_panic(-ENODATA, "at first");
}

static void case_chained(struct seq_file *out)
{
	seq_printf(out, "%d", sleeps_in_chain());
}

/* Where its stack is, as a number, for whoever may know that. */
static void case_sleeper(struct seq_file *out)
{
	seq_printf(out, "%px", READ_ONCE(sleeper));
}

static const struct test_case cases[] = {
	TEST_CASE(plain),     TEST_CASE(formatted), TEST_CASE(replaced),
	TEST_CASE(contained), TEST_CASE(faulted),   TEST_CASE(softirq),
	TEST_CASE(storm),     TEST_CASE(sleeps),    TEST_CASE(chained),
	TEST_CASE(sleeper),   TEST_CASE(row),
};

module_cases(cases);

MODULE_DESCRIPTION("Test of kdefer: the black box");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
