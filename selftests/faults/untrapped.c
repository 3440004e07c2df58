// SPDX-License-Identifier: GPL-2.0
/*
 * Faults that nobody is there to recover, or that must not be trapped: the writer
 * of the case's name dies of an oops, as it would without the module.
 */
#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/moduleparam.h>
#include <linux/sched/task_stack.h>
#include <linux/sizes.h>
#include <linux/timer.h>

#include "../compat.h"
#include "faults.h"

/* Deferred calls and handlers that ran; "none" must be 0 after an oops. */
static unsigned int ran;
module_param(ran, uint, 0444);
MODULE_PARM_DESC(ran, "deferred calls that ran since the last case began");

static void count(void *unused)
{
	ran++;
}

static void recover_7(struct soft_panic *p, void *unused)
{
	ran++;
	if (p)
		recover(p, 7);
}

RECOVER_FN(int, trap_and_return, int, unused)
{
	return trap_faults();
}

RECOVER_FN(int, fault_after, int, unused)
{
	ran = 0;
	defer_recover_with(recover_7, NULL);
	if (trap_and_return(0))
		return -EOPNOTSUPP;
	return victim_read(NULL);
}

/* The frame that trapped has returned. */
static void die_returned(void)
{
	fault_after(0);
}

RECOVER_FN(int, trap_without_handler, victim_fn *, victim)
{
	ran = 0;
	defer_call(count, NULL);
	if (trap_faults())
		return -EOPNOTSUPP;
	return victim(NULL);
}

/* It is a soft panic, but an uncaught one: its deferred calls run first. */
static void die_uncaught(void)
{
	trap_without_handler(victim_read);
}

RECOVER_FN(int, trap_and_run, void (*)(void), fn)
{
	ran = 0;
	defer_recover_with(recover_7, NULL);
	if (trap_faults())
		return -EOPNOTSUPP;
	fn();
	return 0;
}

static void ask_about_nothing(void)
{
	char text[8];

	soft_panic_message((void *)8, text, sizeof(text));
}

/* The module's own code faults ... */
static void die_own(void)
{
	trap_and_run(ask_about_nothing);
}

/* Nothing is mapped there, and printf() does not see that by the address. */
static struct va_format *bad_format = (struct va_format *)0xffff800000001000;

static void panic_about_nothing(void)
{
	soft_panic(-EIO, "%pV", READ_ONCE(bad_format));
}

/* ... or what it calls: the next attempt would fault as well. */
static void die_below_own(void)
{
	trap_and_run(panic_about_nothing);
}

static noinline unsigned long dig(unsigned long leave_bytes)
{
	unsigned long here = (unsigned long)__builtin_frame_address(0);
	char filler[128];

	OPTIMIZER_HIDE_VAR(here);
	filler[0] = here;
	barrier_data(filler);
	if (here - (unsigned long)task_stack_page(current) <= leave_bytes)
		return victim_read(NULL);
	return dig(leave_bytes) + filler[0];
}

/* Too little for deferred calls, and enough for the kernel to print the oops. */
#define ROOM_FOR_OOPS (IS_ENABLED(CONFIG_ARM64) ? 4060 : 3060)

static void dig_deep(void)
{
	dig(ROOM_FOR_OOPS * (THREAD_SIZE / SZ_16K));
}

/* There is not enough stack left to run anything on. */
static void die_no_room(void)
{
	trap_and_run(dig_deep);
}

static void dig_to_nothing(void)
{
	dig(0);
}

/* There is none: the guard page, or a double fault. */
static void die_overflow(void)
{
	trap_and_run(dig_to_nothing);
}

/* Two tasks: one traps and waits, the other faults. */
static DECLARE_COMPLETION(is_trapping);
static DECLARE_COMPLETION(may_fault);
static struct outcome other;
static unsigned int other_survived;
module_param(other_survived, uint, 0444);

static long wait_and_fault(void *arg)
{
	complete(&is_trapping);
	wait_for_completion(&may_fault);
	return victim_read(arg);
}

static int other_task(void *unused)
{
	survive(&other, wait_and_fault, NULL);
	other_survived = other.result == SURVIVED && other.order == 12345;
	return 0;
}

static void die_other_task(void)
{
	struct task_struct *task = kthread_run(other_task, NULL, "faults");

	CHECK(!IS_ERR(task));
	wait_for_completion(&is_trapping);
	victim_read(NULL);
}

static void release_other_task(void)
{
	complete(&may_fault);
	msleep(200);
}

static void timer_faults(struct timer_list *timer)
{
	victim_read(NULL);
}

/* How long an interrupt is waited for: a guest's clock may be far ahead of its timers. */
#define PATIENCE_MS 20000

static struct timer_list timer;

static void wait_for_timer(void)
{
	int ms;

	mod_timer(&timer, jiffies + 2);
	for (ms = 0; ms < PATIENCE_MS && timer_pending(&timer); ms++)
		mdelay(1);
}

/* A task traps; the softirq that interrupts it does not. */
static void die_softirq(void)
{
	timer_setup(&timer, timer_faults, TIMER_PINNED);
	migrate_disable();
	trap_and_run(wait_for_timer);
	migrate_enable();
}

static enum hrtimer_restart hrtimer_faults(struct hrtimer *unused)
{
	victim_read(NULL);
	return HRTIMER_NORESTART;
}

static struct hrtimer hrtimer;

static void wait_for_hrtimer(void)
{
	int ms;

	hrtimer_start(&hrtimer, ms_to_ktime(2), HRTIMER_MODE_REL_PINNED_HARD);
	for (ms = 0; ms < PATIENCE_MS && hrtimer_active(&hrtimer); ms++)
		mdelay(1);
}

static void trap_in_timer(struct timer_list *unused)
{
	trap_and_run(wait_for_hrtimer);
}

static struct timer_list trapping_timer;

/* A softirq traps; the hardirq that interrupts it, on the same stack, does not. */
static void die_hardirq(void)
{
	int ms;

	hrtimer_setup(&hrtimer, hrtimer_faults, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL_PINNED_HARD);
	timer_setup(&trapping_timer, trap_in_timer, TIMER_PINNED);
	migrate_disable();
	mod_timer(&trapping_timer, jiffies + 2);
	/* The processor is not idle meanwhile: on arm64 nothing is trapped on top of that. */
	for (ms = 0; ms < PATIENCE_MS; ms++)
		mdelay(1);
	migrate_enable();
}

static void warn(void)
{
	WARN_ON(ran == 0);
	WARN(1, "a warning with a text\n");
	ran = 100;
}

/* A warning is no fault. */
static void test_warn(void)
{
	CHECK_EQ(trap_and_run(warn), 0);
	CHECK_EQ(ran, 101);
}

/* Whether there is any trapping at all. */
static void test_supported(void)
{
	CHECK_EQ(trap_and_return(0), 0);
}

static void test_not_supported(void)
{
	CHECK_EQ(trap_and_return(0), -EOPNOTSUPP);
}

const struct fault_case untrapped_cases[] = {
	{ "die/returned", die_returned },
	{ "die/uncaught", die_uncaught },
	{ "die/own", die_own },
	{ "die/below_own", die_below_own },
	{ "die/no_room", die_no_room },
	{ "die/overflow", die_overflow },
	{ "die/other_task", die_other_task },
	{ "die/release_other_task", release_other_task },
	{ "die/softirq", die_softirq },
	{ "die/hardirq", die_hardirq },
	{ "warn/warn", test_warn },
	{ "support/yes", test_supported },
	{ "support/no", test_not_supported },
	{}
};
