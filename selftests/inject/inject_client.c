// SPDX-License-Identifier: GPL-2.0
/*
 * Work of a few steps, each of which can be made to fail: soft_try() of a pointer and of a
 * number, soft_panic_on(), and deferred calls beyond those that have room in the frame. What is
 * taken is counted.
 */
#include <linux/completion.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/timer.h>

#include <linux/kdefer.h>

#include "../cases.h"

static atomic_t held;

static void *take(void)
{
	atomic_inc(&held);
	return kmalloc(16, GFP_KERNEL);
}

static void drop(void *p)
{
	kfree(p);
	atomic_dec(&held);
}

static int number(void)
{
	return 1;
}

static void nothing(void *unused)
{
}

static noinline void check(int n)
{
	soft_panic_on(n != 1);
}

static void recovers(struct soft_panic *p, void *unused)
{
	if (p)
		recover(p, p->err);
}

/*
 * Five places register a call, so that five calls have room in the frame: the loop is one, and
 * takes what is left. leaky: one more step that gives nothing back. A handler always takes a
 * slot, which defer_recover() does not where nothing is held.
 */
RECOVER_FN(int, work, bool, leaks)
{
	unsigned int i, n = 3;
	void *p;

	/* Not to be unrolled: three places. */
	OPTIMIZER_HIDE_VAR(n);
	defer_recover_with(recovers, NULL);
	p = soft_try(take());
	if (!leaks)
		defer_call(drop, p);
	check(soft_try(number()));
	for (i = 0; i < n; i++)
		defer_call(nothing, NULL);
	defer_call(nothing, NULL);
	defer_call(nothing, NULL);
	if (leaks)
		drop(p);
	return 0;
}

static void case_work(struct seq_file *out)
{
	int err = work(false);

	seq_printf(out, "%d %d", err, atomic_read(&held));
}

/* It forgets what it holds, where a later step fails. */
static void case_leaky(struct seq_file *out)
{
	int err = work(true);

	seq_printf(out, "%d %d", err, atomic_read(&held));
}

/* The same beneath another function. */
static noinline int beneath(void)
{
	int err = work(false);

	barrier();
	return err;
}

static void case_beneath(struct seq_file *out)
{
	int err = beneath();

	seq_printf(out, "%d %d", err, atomic_read(&held));
}

static int in_timer;
static DECLARE_COMPLETION(timer_came);

static noinline int try_in_timer(void)
{
	return soft_try(number());
}

RECOVER_FN(int, timer_work)
{
	defer_recover();
	return try_in_timer();
}

static void on_timer(struct timer_list *unused)
{
	in_timer = timer_work();
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

static const struct test_case cases[] = {
	TEST_CASE(work),
	TEST_CASE(leaky),
	TEST_CASE(beneath),
	TEST_CASE(softirq),
};

module_cases(cases);

MODULE_DESCRIPTION("Test of kdefer: failures that are asked for");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
