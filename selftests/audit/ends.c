// SPDX-License-Identifier: GPL-2.0
/*
 * When the comparison is made, what comes of it by policy, and what else ends a
 * recovery: the budget.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/kdefer.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>

#include "audit.h"

static void say(void *what)
{
	pr_info("ran: %s\n", (char *)what);
}

/* Where somebody is in the middle of something; page faults are counted by every kernel. */
static noinline void disable_and_give_up(int err)
{
	pagefault_disable();
	soft_panic(err, "with page faults disabled");
}

static noinline void disable_and_exit(int code)
{
	pagefault_disable();
	soft_exit(code);
}

static noinline void just_give_up(int err)
{
	soft_panic(err, "with nothing");
}

static noinline void give_up_elsewhere(int err)
{
	soft_panic(err, "with nothing either");
}

/* Says how much is held, and makes it none. */
static void say_levels(struct seq_file *out, int result)
{
	int levels = current->pagefault_disabled;
	int i;

	for (i = 0; i < levels; i++)
		pagefault_enable();
	seq_printf(out, "%d, %d levels", result, levels);
}

static void recover_it(struct soft_panic *p, void *result)
{
	if (p)
		recover(p, (long)result);
}

static void look_on(struct soft_panic *p, void *unused)
{
	pr_info("seen: %d\n", p ? p->err : 0);
}

/* The first handler only looks on; the comparison is made after its turn. */
RECOVER_FN(int, with_later_handler)
{
	defer_recover_with(look_on, NULL);
	defer_call(say, "between");
	defer_recover();
	disable_and_give_up(-ENODATA);
	return 0;
}

void case_later_handler(struct seq_file *out)
{
	say_levels(out, with_later_handler());
}

static noinline void enable_and_give_up(void)
{
	pagefault_enable();
	soft_panic(-ENODATA, "in the middle of nothing");
}

RECOVER_FN(int, with_deficit)
{
	pagefault_disable();
	defer_recover();
	enable_and_give_up();
	return 0;
}

/* Nobody takes again what was given back behind the function's back. */
void case_deficit(struct seq_file *out)
{
	say_levels(out, with_deficit());
}

RECOVER_FN(int, with_cancelled_handler)
{
	struct defer *first = defer_recover_with(look_on, NULL);

	defer_recover();
	defer_cancel(first);
	defer_cancel(defer_recover_with(look_on, NULL));
	disable_and_give_up(-ENODATA);
	return 0;
}

void case_cancelled_handler(struct seq_file *out)
{
	say_levels(out, with_cancelled_handler());
}

RECOVER_FN(int, in_between)
{
	defer_recover();
	disable_and_exit(5);
	return 0;
}

RECOVER_FN(int, with_exit)
{
	defer_recover();
	return in_between();
}

void case_exit(struct seq_file *out)
{
	say_levels(out, with_exit());
}

static void give_up_deferred(void *err)
{
	just_give_up((long)err);
}

RECOVER_FN(int, with_exit_and_panic)
{
	defer_recover();
	defer_call(give_up_deferred, (void *)-EIO);
	disable_and_exit(6);
	return 0;
}

/* A panic on the way out of an exit is recovered; the exit goes on. */
void case_exit_with_panic(struct seq_file *out)
{
	say_levels(out, with_exit_and_panic());
}

RECOVER_FN(int, with_observer)
{
	defer_recover_with(look_on, NULL);
	disable_and_give_up(-EIO);
	return 0;
}

/* Needs uncaught=contain. */
void case_contained(struct seq_file *out)
{
	say_levels(out, with_observer());
}

RECOVER_FN(int, around_observer)
{
	defer_recover();
	return with_observer();
}

/* A frame that the panic only passes is not compared: one finding, not two. */
void case_not_mine(struct seq_file *out)
{
	say_levels(out, around_observer());
}

RECOVER_FN(int, with_takeover_inner)
{
	defer_call(give_up_deferred, (void *)-EIO);
	disable_and_give_up(-ENODATA);
	return 0;
}

RECOVER_FN(int, with_takeover)
{
	defer_recover();
	return with_takeover_inner();
}

/* The newer panic took over: it is the one that is named. */
void case_takeover(struct seq_file *out)
{
	say_levels(out, with_takeover());
}

RECOVER_FN(int, with_budget, int, err)
{
	defer_recover_with(recover_it, (void *)7);
	if (err == -EIO)
		give_up_elsewhere(err);
	just_give_up(err);
	return 0;
}

/* A second that has just begun, in which nothing has been recovered yet. */
static void wait_for_second(void)
{
	unsigned long second = jiffies / HZ;

	while (jiffies / HZ == second || jiffies % HZ > HZ / 4)
		msleep(20);
}

/* Needs uncaught=contain and max_recoveries=3: the error comes back instead of 7. */
void case_budget(struct seq_file *out)
{
	int i;

	wait_for_second();
	for (i = 0; i < 5; i++)
		seq_printf(out, "%d ", with_budget(-ENODATA));
}

/* More than the largest limit, in half a second. */
void case_budget_most(struct seq_file *out)
{
	unsigned long end;
	int i;

	wait_for_second();
	end = jiffies + HZ / 2;
	for (i = 0; i < 70000; i++) {
		if (with_budget(-EIO) == 7)
			continue;
		seq_puts(out, i > 65000 ? "refused" : "too early");
		return;
	}
	seq_puts(out, time_after(jiffies, end) ? "too slow" : "never");
}

/* Nothing of this has been used up by the other place. */
void case_budget_elsewhere(struct seq_file *out)
{
	seq_printf(out, "%d", with_budget(-EIO));
}

void case_budget_many(struct seq_file *out)
{
	int recovered = 0;
	int i;

	for (i = 0; i < 1000; i++)
		recovered += with_budget(-EIO) == 7;
	seq_printf(out, "%d", recovered);
}

DEFER_FN(int, middle, int, err)
{
	defer_call(say, "middle");
	if (err)
		disable_and_give_up(err);
	return with_budget(-ENODATA);
}

RECOVER_FN(int, with_leak, int, err)
{
	defer_call(say, "inner");
	defer_recover();
	return middle(err);
}

RECOVER_FN(int, outermost, int, err)
{
	defer_call(say, "outermost");
	defer_recover();
	defer_call(say, "outermost, newer");
	return with_leak(err);
}

/* audit=fatal: no handler outwards can stop it, every call is made. */
void case_outer_calls(struct seq_file *out)
{
	seq_printf(out, "%d", outermost(-ENODATA));
}

RECOVER_FN(int, around_later)
{
	defer_call(say, "around");
	defer_recover();
	return with_later_handler();
}

/* audit=fatal, found when the stack was given back already. */
void case_fatal_later(struct seq_file *out)
{
	seq_printf(out, "%d", around_later());
}

/* Cleanup that recovers by itself, and leaves something behind. */
static void clean_up_badly(void *unused)
{
	with_cancelled_handler();
}

DEFER_FN(int, with_bad_cleanup)
{
	defer_call(say, "newer");
	defer_call(clean_up_badly, NULL);
	just_give_up(-EIO);
	return 0;
}

RECOVER_FN(int, around_bad_cleanup)
{
	defer_call(say, "around");
	defer_recover();
	return with_bad_cleanup();
}

/* audit=fatal: what takes over cannot be stopped either. */
void case_fatal_takeover(struct seq_file *out)
{
	seq_printf(out, "%d", around_bad_cleanup());
}
