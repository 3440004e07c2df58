// SPDX-License-Identifier: GPL-2.0
/*
 * Contexts: an interrupt has panics of its own, wherever its stack is, and so has each
 * task. Here one comes while the task is in the middle of its own frames:
 *
 *	| task's RECOVER_FN	|
 *	| task's DEFER_FN	|
 *	| ...			|
 *	| __do_softirq(), IRQ	|  on the same stack, or on one of its own
 *	| callback, RECOVER_FN	|
 *	| soft_panic()		|
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/timer.h>

#include <linux/kdefer.h>

#include "../selftests/compat.h"
#include "handlers.h"
#include "suite.h"
#include "trace.h"

static void (*callback)(void);
static bool called;

static const char *context(void)
{
	if (in_hardirq())
		return "hardirq";
	return in_serving_softirq() ? "softirq" : "task";
}

static void call_back(void)
{
	tell("%s", context());
	callback();
	called = true;
}

static void on_tasklet(struct tasklet_struct *tasklet)
{
	call_back();
}

static void on_timer(struct timer_list *timer)
{
	call_back();
}

static enum hrtimer_restart on_hrtimer(struct hrtimer *timer)
{
	call_back();
	return HRTIMER_NORESTART;
}

static DECLARE_TASKLET(tasklet, on_tasklet);
static DEFINE_TIMER(timer, on_timer);
static struct hrtimer hrtimer;

/* A busy machine leaves softirqs to ksoftirqd: after a while let it have its turn. */
static noinline void wait_for_call(void)
{
	unsigned long start = jiffies;

	while (!READ_ONCE(called) && time_before(jiffies, start + 10 * HZ)) {
		cpu_relax();
		if (time_after(jiffies, start + HZ))
			cond_resched();
	}
}

/* Softirqs that were held back run on the stack of the task that lets them. */
static void at_local_bh_enable(void)
{
	local_bh_disable();
	tasklet_schedule(&tasklet);
	local_bh_enable();
}

/* A softirq on the way back from an interrupt. */
static void at_timer(void)
{
	mod_timer(&timer, jiffies + 1);
	wait_for_call();
}

/* The interrupt itself. */
static void at_hrtimer(void)
{
	hrtimer_start(&hrtimer, ms_to_ktime(10), HRTIMER_MODE_REL_HARD);
	wait_for_call();
}

/* An interrupt that was held back. On User Mode Linux it is a plain call. */
static void at_local_irq_enable(void)
{
	local_irq_disable();
	hrtimer_start(&hrtimer, ms_to_ktime(10), HRTIMER_MODE_REL_HARD);
	mdelay(50);
	local_irq_enable();
	wait_for_call();
}

static const struct way {
	const char *name;
	void (*interrupt)(void);
	const char *context;
} ways[] = {
	{ "local_bh_enable", at_local_bh_enable, "softirq" },
	{ "timer", at_timer, "softirq" },
	{ "hrtimer", at_hrtimer, "hardirq" },
	{ "local_irq_enable", at_local_irq_enable, "hardirq" },
};

NAMED_PARAM(way, ways);

static void interrupt_by(const void *way, void (*function)(void))
{
	callback = function;
	called = false;
	((const struct way *)way)->interrupt();
}

static void expect_told(struct kunit *test, const char *fmt)
{
	const struct way *way = test->param_value;
	char expected[256];

	snprintf(expected, sizeof(expected), fmt, way->context);
	EXPECT_TOLD(test, expected);
}

static void tell_flight(void)
{
	struct soft_panic *p = soft_panicking();

	tell("flight:%d", p ? p->err : 0);
}

/* Says what it sees, its own panic included, and whether that stands alone. */
static void stop_and_tell(struct soft_panic *p, void *arg)
{
	tell("irq:%d%s", p->err, soft_panic_prev(p) ? " with-prev" : "");
	tell_flight();
	recover(p, 0);
}

RECOVER_FN(void, panic_in_interrupt)
{
	defer_recover_with(stop_and_tell, NULL);
	tell_flight();
	soft_panic(-EIO, "in an interrupt");
}

RECOVER_FN(void, exit_in_interrupt)
{
	defer_call(say, "irq-rest");
	soft_exit(0);
}

RECOVER_FN(int, interrupted_body, const void *, way, void (*)(void), function)
{
	defer_call(say, "rest");
	interrupt_by(way, function);
	say("goes-on");
	return 1;
}

/* A panic in an interrupt ends there: the task's frames are not touched. */
static void an_interrupt_keeps_its_panic(struct kunit *test)
{
	int result = interrupted_body(test->param_value, panic_in_interrupt);

	KUNIT_EXPECT_EQ(test, result, 1);
	expect_told(test, "%s flight:0 irq:-5 flight:-5 goes-on rest");
}

/* An exit in an interrupt leaves the outermost RECOVER_FN of the interrupt. */
static void an_interrupt_keeps_its_exit(struct kunit *test)
{
	int result = interrupted_body(test->param_value, exit_in_interrupt);

	KUNIT_EXPECT_EQ(test, result, 1);
	expect_told(test, "%s irq-rest goes-on rest");
}

struct visit {
	const void *way;
	void (*function)(void);
};

static void interrupted_call(void *arg)
{
	struct visit *visit = arg;

	tell_flight();
	interrupt_by(visit->way, visit->function);
	tell_flight();
}

RECOVER_FN(int, interrupted_panic, struct visit *, visit)
{
	defer_recover();
	defer_call(interrupted_call, visit);
	soft_panic(-EBUSY, "in the task");
}

/* While the task panics, an interrupt sees nothing of it, and the other way round. */
static void an_interrupt_sees_no_panic_of_the_task(struct kunit *test)
{
	struct visit visit = { test->param_value, panic_in_interrupt };

	KUNIT_EXPECT_EQ(test, interrupted_panic(&visit), -EBUSY);
	expect_told(test, "flight:-16 %s flight:0 irq:-5 flight:-5 flight:-16");
}

/* Nor does an exit there end the task's panic. */
static void an_exit_in_an_interrupt_spares_the_panic(struct kunit *test)
{
	struct visit visit = { test->param_value, exit_in_interrupt };

	KUNIT_EXPECT_EQ(test, interrupted_panic(&visit), -EBUSY);
	expect_told(test, "flight:-16 %s irq-rest flight:-16");
}

static DECLARE_COMPLETION(panicking);
static DECLARE_COMPLETION(other_done);

static void let_other_task_panic(void *arg)
{
	complete(&panicking);
	wait_for_completion_timeout(&other_done, HZ);
	tell_flight();
}

RECOVER_FN(int, panic_and_wait)
{
	defer_recover();
	defer_call(let_other_task_panic, NULL);
	soft_panic(-EBUSY, "in the first task");
}

static int other_task(void *arg)
{
	wait_for_completion_timeout(&panicking, HZ);
	panic_in_interrupt();
	complete(&other_done);
	return 0;
}

/* Each task has its own panics: one may panic while another one does. */
static void tasks_panic_on_their_own(struct kunit *test)
{
	struct task_struct *other;

	other = kthread_run(other_task, NULL, "kdefer_kunit");
	KUNIT_ASSERT_FALSE(test, IS_ERR(other));
	EXPECT_RUN(test, panic_and_wait(), -EBUSY,
		   "flight:0 irq:-5 flight:-5 flight:-16");
}

static int set_up(struct kunit *test)
{
	hrtimer_setup(&hrtimer, on_hrtimer, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL_HARD);
	return forget(test);
}

static void tear_down(struct kunit *test)
{
	tasklet_kill(&tasklet);
	timer_delete_sync(&timer);
	hrtimer_cancel(&hrtimer);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(an_interrupt_keeps_its_panic, way_gen_params),
	KUNIT_CASE_PARAM(an_interrupt_keeps_its_exit, way_gen_params),
	KUNIT_CASE_PARAM(an_interrupt_sees_no_panic_of_the_task,
			 way_gen_params),
	KUNIT_CASE_PARAM(an_exit_in_an_interrupt_spares_the_panic,
			 way_gen_params),
	KUNIT_CASE(tasks_panic_on_their_own),
	{},
};

DEFINE_SUITE("kdefer_context", .init = set_up, .exit = tear_down);
