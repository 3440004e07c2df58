// SPDX-License-Identifier: GPL-2.0
/*
 * Two kthreads that give up at random depths, as fast as they can, each on a
 * processor of its own, and on each a timer that does the same on top of them.
 * What must hold at the end: each deferred call that was registered was made
 * once, and each soft panic was recovered, or replaced by one that was.
 */
#include <linux/cleanup.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/timer.h>

#include <linux/kdefer.h>

#include "../cases.h"

static unsigned int panics = 200000;
module_param(panics, uint, 0644);
MODULE_PARM_DESC(panics, "how many soft panics the two threads raise together");

static unsigned int seconds = 20;
module_param(seconds, uint, 0644);
MODULE_PARM_DESC(seconds, "after which they stop");

/**
 * struct worker - somebody who gives up, and nobody else's business
 * @in_task:    may it sleep?
 * @random:     state of its random numbers
 * @registered: deferred calls asked for
 * @made:       those that were made
 * @raised:     soft panics
 * @recovered:  those that a handler has recovered
 * @replaced:   those that a newer one has replaced
 * @moved:      how often it changed its processor in a deferred call
 * @outer:      in flight while it attempts others on top
 * @lock:       held here and there, and free in the end
 * @done:       complete when it has stopped
 * @timer:      of one that is a timer
 * @cpu:        where it began
 */
struct worker {
	bool in_task;
	u32 random;
	u64 registered;
	u64 made;
	u64 raised;
	u64 recovered;
	u64 replaced;
	u64 moved;
	const struct soft_panic *outer;
	struct mutex lock; /* of nothing but itself */
	struct completion done;
	struct timer_list timer;
	int cpu;
};

/* Two threads, then the timers of two processors. */
#define THREADS 2
static struct worker workers[2 * THREADS];
static unsigned long stop_at;

static u32 roll(struct worker *w, u32 sides)
{
	w->random ^= w->random << 13;
	w->random ^= w->random >> 17;
	w->random ^= w->random << 5;
	return w->random % sides;
}

static void attempt(struct worker *w, int nesting);

static void make(void *arg)
{
	struct worker *w = arg;

	w->made++;
}

/* Sleeps, perhaps to wake up on the other processor. */
static void make_slowly(void *arg)
{
	struct worker *w = arg;

	w->made++;
	if (!w->in_task)
		return;
	if (roll(w, 2)) {
		cond_resched();
		return;
	}
	w->moved++;
	set_cpus_allowed_ptr(current,
			     cpumask_of(w->moved & 1 ? !w->cpu : w->cpu));
}

static void give_up(struct worker *w)
{
	w->raised++;
	soft_panic(-1 - (int)roll(w, 100), "number %llu", w->raised);
}

/* Replaces the panic that it is made for, if any. */
static void make_and_give_up(void *arg)
{
	struct worker *w = arg;
	struct soft_panic *p = soft_panicking();

	w->made++;
	if (p != w->outer)
		w->replaced++;
	give_up(w);
}

/* Raises others, and recovers them, on top of what it is made for. */
static void make_and_attempt(void *arg)
{
	struct worker *w = arg;

	w->made++;
	w->outer = soft_panicking();
	attempt(w, 1);
	w->outer = NULL;
}

static void handle(struct soft_panic *p, void *arg)
{
	struct worker *w = arg;

	w->made++;
	if (!p || !roll(w, 4))
		return;
	w->recovered++;
	recover(p, 0);
}

static void handle_last(struct soft_panic *p, void *arg)
{
	struct worker *w = arg;

	w->made++;
	if (!p)
		return;
	w->recovered++;
	recover(p, 0);
}

DEFINE_FREE(worker, struct worker *, _T->made++)

static void (*pick(struct worker *w, int nesting))(void *)
{
	switch (roll(w, 24)) {
	case 0:
		return make_and_give_up;
	case 1:
		return nesting ? make : make_and_attempt;
	case 2:
		return make_slowly;
	default:
		return make;
	}
}

static void descend(struct worker *w, int nesting, int depth);

static void go_on(struct worker *w, int nesting, int depth)
{
	if (depth)
		descend(w, nesting, depth - 1);
	else if (roll(w, 8))
		give_up(w);
}

DEFER_FN(void, with_calls, struct worker *, w, int, nesting, int, depth)
{
	int calls;

	for (calls = roll(w, 5); calls; calls--) {
		w->registered++;
		defer_call(pick(w, nesting), w);
	}
	go_on(w, nesting, depth);
}

DEFER_FN(void, with_blocks, struct worker *, w, int, nesting, int, depth)
{
	struct worker *outer = w;

	w->registered++;
	defer_free(worker, outer);
	{
		struct worker *inner = w;

		w->registered++;
		defer_free(worker, inner);
		go_on(w, nesting, depth);
	}
	go_on(w, nesting, 0);
}

RECOVER_FN(int, with_handler, struct worker *, w, int, nesting, int, depth)
{
	w->registered += 2;
	defer_call(make, w);
	defer_recover_with(handle, w);
	go_on(w, nesting, depth);
	return 0;
}

static void descend(struct worker *w, int nesting, int depth)
{
	switch (roll(w, 4)) {
	case 0:
		with_blocks(w, nesting, depth);
		break;
	case 1:
		with_handler(w, nesting, depth);
		break;
	default:
		with_calls(w, nesting, depth);
		break;
	}
}

RECOVER_FN(int, attempt_locked, struct worker *, w)
{
	w->registered++;
	defer_recover_with(handle_last, w);
	defer_guard(mutex, &w->lock);
	descend(w, 0, roll(w, 8));
	return 0;
}

RECOVER_FN(int, attempt_free, struct worker *, w, int, nesting)
{
	w->registered++;
	defer_recover_with(handle_last, w);
	descend(w, nesting, roll(w, 8));
	return 0;
}

static void attempt(struct worker *w, int nesting)
{
	if (w->in_task && !nesting && !roll(w, 4))
		attempt_locked(w);
	else
		attempt_free(w, nesting);
}

static bool is_over(struct worker *w)
{
	return w->raised >= panics / THREADS || time_after(jiffies, stop_at);
}

static int work(void *data)
{
	struct worker *w = data;

	while (!is_over(w)) {
		attempt(w, 0);
		cond_resched();
	}
	complete(&w->done);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ / 10);
	return 0;
}

static void on_timer(struct timer_list *timer)
{
	struct worker *w = container_of(timer, struct worker, timer);

	attempt(w, 0);
	if (is_over(w - THREADS))
		complete(&w->done);
	else
		mod_timer(timer, jiffies + 1);
}

static void start(struct worker *w, int index)
{
	memset(w, 0, sizeof(*w));
	w->in_task = index < THREADS;
	w->cpu = index % THREADS;
	w->random = 271828 + index;
	mutex_init(&w->lock);
	init_completion(&w->done);
	timer_setup(&w->timer, on_timer, TIMER_PINNED);
}

/* Says nothing if all is right. */
static void judge(struct seq_file *out, const char *who, struct worker *w)
{
	if (w->made != w->registered)
		seq_printf(out, "%s %d: %llu calls, %llu made; ", who, w->cpu,
			   w->registered, w->made);
	if (w->recovered + w->replaced != w->raised)
		seq_printf(
			out,
			"%s %d: %llu panics, %llu recovered, %llu replaced; ",
			who, w->cpu, w->raised, w->recovered, w->replaced);
	if (mutex_is_locked(&w->lock))
		seq_printf(out, "%s %d: its lock is held; ", who, w->cpu);
}

static int run(struct task_struct **threads)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(workers); i++)
		start(&workers[i], i);
	stop_at = jiffies + seconds * HZ;
	for (i = 0; i < THREADS; i++) {
		threads[i] = kthread_create(work, &workers[i], "kdefer_stress");
		if (IS_ERR(threads[i]))
			return PTR_ERR(threads[i]);
		set_cpus_allowed_ptr(threads[i], cpumask_of(i));
	}
	for (i = 0; i < THREADS; i++) {
		wake_up_process(threads[i]);
		workers[THREADS + i].timer.expires = jiffies + 1;
		add_timer_on(&workers[THREADS + i].timer, i);
	}
	for (i = 0; i < ARRAY_SIZE(workers); i++)
		wait_for_completion(&workers[i].done);
	for (i = 0; i < THREADS; i++) {
		kthread_stop(threads[i]);
		del_timer_sync(&workers[THREADS + i].timer);
	}
	return 0;
}

static u64 sum_raised(int first)
{
	return workers[first].raised + workers[first + 1].raised;
}

static void case_run(struct seq_file *out)
{
	struct task_struct *threads[THREADS];
	u64 replaced = 0;
	int err = run(threads);
	int i;

	if (err) {
		seq_printf(out, "no threads: %d", err);
		return;
	}
	for (i = 0; i < ARRAY_SIZE(workers); i++) {
		judge(out, i < THREADS ? "thread" : "timer", &workers[i]);
		replaced += workers[i].replaced;
	}
	seq_printf(
		out,
		"panics in threads: %llu, in timers: %llu, replaced: %llu, moves: %llu",
		sum_raised(0), sum_raised(THREADS), replaced,
		workers[0].moved + workers[1].moved);
}

static const struct test_case cases[] = {
	TEST_CASE(run),
};

static int __init stress_init(void)
{
	cases_publish(cases, ARRAY_SIZE(cases));
	return 0;
}

static void __exit stress_exit(void)
{
	cases_withdraw();
}

module_init(stress_init);
module_exit(stress_exit);

MODULE_DESCRIPTION("Test of kdefer: many soft panics at once");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
