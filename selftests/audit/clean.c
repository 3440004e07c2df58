// SPDX-License-Identifier: GPL-2.0
/*
 * Recoveries in which everything was given back, or is nobody's to give back: the
 * audit has nothing to say.
 */
#include <linux/interrupt.h>
#include <linux/kdefer.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>
#include <linux/spinlock.h>

#include "audit.h"

static DEFINE_SPINLOCK(outer);
static DEFINE_SPINLOCK(lock);
/* Not for interrupts: it is taken with them enabled. */
static DEFINE_SPINLOCK(plain);
static DEFINE_MUTEX(mutex);

static noinline void give_up(void)
{
	soft_panic(-ENODATA, "clean");
}

static void nothing(void *unused)
{
}

static void unlock(void *unused)
{
	spin_unlock(&plain);
}

DEFER_FN(void, with_guards)
{
	defer_guard(rcu);
	defer_guard(spinlock_irq, &lock);
	defer_guard(preempt);
	give_up();
}

RECOVER_FN(int, recover_guards)
{
	defer_recover();
	defer_guard(mutex, &mutex);
	with_guards();
	return 0;
}

/* What deferred calls give back is given back. */
void case_guards(struct seq_file *out)
{
	seq_printf(out, "%d", recover_guards());
}

RECOVER_FN(int, recover_held)
{
	defer_guard(spinlock, &outer);
	defer_recover();
	with_guards();
	return 0;
}

static noinline void spin_unlock_it(void)
{
	spin_unlock(&plain);
}

RECOVER_FN(int, recover_in_between)
{
	defer_guard(rcu);
	spin_lock(&plain);
	defer_recover();
	defer_call(nothing, NULL);
	give_up();
	return 0;
}

/* What was held when the handler was deferred may be held when it has run. */
void case_held_before(struct seq_file *out)
{
	int result = recover_in_between();

	spin_unlock_it();
	seq_printf(out, "%d", result);
}

static void never(struct soft_panic *p, void *unused)
{
	if (p)
		recover(p, -1);
}

RECOVER_FN(int, recover_cancelled)
{
	struct defer *first = defer_recover_with(never, NULL);

	spin_lock(&plain);
	defer_call(unlock, NULL);
	defer_recover();
	defer_cancel(first);
	give_up();
	return 0;
}

/* The note stays where it was taken, although its handler was cancelled. */
void case_note_cancelled(struct seq_file *out)
{
	seq_printf(out, "%d", recover_cancelled());
}

RECOVER_FN(int, recover_after_block)
{
	{
		defer_guard(spinlock, &plain);
		defer_recover();
	}
	give_up();
	return 0;
}

/* A handler that was deferred in a block under a lock outlives the lock. */
void case_block_ended(struct seq_file *out)
{
	seq_printf(out, "%d", recover_after_block());
}

RECOVER_FN(int, recover_after_now)
{
	struct defer *older;

	spin_lock(&plain);
	older = defer_call(unlock, NULL);
	defer_recover();
	defer_now(older);
	give_up();
	return 0;
}

/* So does one that was deferred while an older call was pending. */
void case_older_cancelled(struct seq_file *out)
{
	seq_printf(out, "%d", recover_after_now());
}

static int softirq_result;

static void in_tasklet(struct tasklet_struct *unused)
{
	softirq_result = recover_held();
}

static DECLARE_TASKLET(tasklet, in_tasklet);

/* An interrupt has its own levels. */
void case_in_softirq(struct seq_file *out)
{
	tasklet_schedule(&tasklet);
	tasklet_kill(&tasklet);
	seq_printf(out, "%d", softirq_result);
}
