// SPDX-License-Identifier: GPL-2.0
/*
 * Many tasks, other contexts, and what a panic costs.
 */
#include <linux/atomic.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#include "../selftests/compat.h"
#include "frames.h"
#include "go_kunit.h"
#include "suite.h"

static void count_call(void *counter)
{
	atomic_inc(counter);
}

/* Every other frame has more deferred calls than fit into it. */
DEFER_FN(void, many_frames, int, frames, atomic_t *, calls)
{
	int i;

	for (i = 0; i < (frames % 2 ? 4 : 1); i++)
		defer_call(count_call, calls);
	if (!frames)
		raise_value(2);
	cond_resched();
	many_frames(frames - 1, calls);
}

RECOVER_FN(int, stress_once, atomic_t *, calls)
{
	defer_recover();
	many_frames(19, calls);
	return 0;
}

struct worker {
	struct work_struct work;
	int recovered;
	atomic_t calls;
};

#define WORKERS 4
#define ROUNDS 1000

static void stress(struct work_struct *work)
{
	struct worker *w = container_of(work, struct worker, work);
	int i;

	for (i = 0; i < ROUNDS; i++)
		w->recovered += stress_once(&w->calls) == -2;
}

/* S09: the number of calls is exact, on the heap or not, in several tasks at once. */
static void every_call_is_made_once_in_every_task(struct kunit *test)
{
	struct workqueue_struct *queue;
	struct worker workers[WORKERS] = {};
	int i;

	queue = alloc_workqueue("kdefer_go", WQ_UNBOUND, WORKERS);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, queue);
	for (i = 0; i < WORKERS; i++) {
		INIT_WORK_ONSTACK(&workers[i].work, stress);
		queue_work(queue, &workers[i].work);
	}
	flush_workqueue(queue);
	destroy_workqueue(queue);
	for (i = 0; i < WORKERS; i++) {
		destroy_work_on_stack(&workers[i].work);
		KUNIT_EXPECT_EQ(test, workers[i].recovered, ROUNDS);
		KUNIT_EXPECT_EQ(test, atomic_read(&workers[i].calls),
				ROUNDS * (10 * 4 + 10));
	}
}

RECOVER_FN(long, recover_in_this_task, void *, value)
{
	defer_recover();
	raise_value((int)(long)value);
}

/* P31: a bad access is survived here and in other tasks, again and again. */
static void every_task_recovers_again_and_again(struct kunit *test)
{
	long i;

	for (i = 1; i <= 4; i++) {
		KUNIT_EXPECT_EQ(test, recover_in_this_task(WORD(i)), -i);
		KUNIT_EXPECT_EQ(
			test, in_other_task(recover_in_this_task, WORD(i)), -i);
	}
}

static void sleep_and_let_others_panic(void *result)
{
	const struct soft_panic *p = soft_panicking();

	msleep(20);
	*(long *)result = in_other_task(recover_in_this_task, WORD(9));
	note("still:%d", panic_value(p));
	note(soft_panicking() == p ? "mine" : "lost");
}

RECOVER_FN(int, panic_and_sleep, long *, other)
{
	defer_recover_with(take, WORD(1));
	defer_call(sleep_and_let_others_panic, other);
	raise_value(4);
}

/* P19: what runs while a task panics may sleep, and lets other tasks panic. */
static void deferred_call_sleeps_while_others_panic(struct kunit *test)
{
	long other = 0;

	KUNIT_EXPECT_EQ(test, panic_and_sleep(&other), 1);
	KUNIT_EXPECT_EQ(test, other, -9L);
	EXPECT_NOTES(test, "still:4 mine took:4");
}

struct injected {
	struct timer_list timer;
	bool saw_a_panic;
	int value;
	int done;
};

static void take_injected(struct soft_panic *p, void *arg)
{
	struct injected *in = arg;

	in->value = panic_value(p);
	recover(p, 0);
}

RECOVER_FN(void, injected_call, struct timer_list *, timer)
{
	struct injected *in = container_of(timer, struct injected, timer);

	in->saw_a_panic = soft_panicking();
	WRITE_ONCE(in->done, 1);
	defer_recover_with(take_injected, in);
	raise_value(6);
}

static void wait_for_the_injected_call(void *arg)
{
	struct injected *in = arg;
	unsigned long end = jiffies + 5 * HZ;

	mod_timer(&in->timer, jiffies + 1);
	while (!READ_ONCE(in->done) && time_before(jiffies, end))
		cpu_relax();
	note("own:%d", panic_value(soft_panicking()));
}

RECOVER_FN(int, panic_and_wait, struct injected *, in)
{
	defer_recover_with(take, WORD(1));
	defer_call(wait_for_the_injected_call, in);
	raise_value(4);
}

/* S13 S16: a panic in a call that interrupts a panicking task is that call's alone. */
static void panic_in_an_interrupt_stays_there(struct kunit *test)
{
	struct injected in = {};

	timer_setup_on_stack(&in.timer, injected_call, 0);
	KUNIT_EXPECT_EQ(test, panic_and_wait(&in), 1);
	timer_delete_sync(&in.timer);
	timer_destroy_on_stack(&in.timer);
	KUNIT_EXPECT_EQ(test, in.done, 1);
	KUNIT_EXPECT_EQ(test, in.value, 6);
	KUNIT_EXPECT_FALSE(test, in.saw_a_panic);
	EXPECT_NOTES(test, "own:4 took:4");
}

struct repanics {
	unsigned long lowest;
	int seen;
};

static void repanic(struct soft_panic *p, void *arg)
{
	struct repanics *r = arg;

	r->seen++;
	r->lowest = min_t(unsigned long, r->lowest,
			  (unsigned long)__builtin_frame_address(0));
	recover(p, 0);
	raise_value(1);
}

RECOVER_FN(int, repanic_often, int, n, struct repanics *, r)
{
	int i;

	defer_recover();
	for (i = 0; i < n; i++)
		defer_recover_with(repanic, r);
	raise_value(1);
}

static long frames_of_repanics(struct kunit *test, int n, struct repanics *r)
{
	long before = frames_counted();

	*r = (struct repanics){ .lowest = ULONG_MAX };
	KUNIT_EXPECT_EQ(test, repanic_often(n, r), -1);
	KUNIT_EXPECT_EQ(test, r->seen, n);
	return before < 0 ? -1 : frames_counted() - before;
}

/* P35: ten times as many panics go through ten times the frames, and use no more stack. */
static void chain_of_panics_is_linear(struct kunit *test)
{
	struct repanics few, more, most;
	long frames[3];

	frames[0] = frames_of_repanics(test, 10, &few);
	frames[1] = frames_of_repanics(test, 100, &more);
	frames[2] = frames_of_repanics(test, 1000, &most);
	expect_linear(test, frames[0], frames[1], frames[2]);
	KUNIT_EXPECT_EQ(test, few.lowest, most.lowest);
}

/* P25: the module cannot leave while code that may panic is there. */
static void module_stays_while_its_clients_do(struct kunit *test)
{
	struct module_use *use;
	int found = 0;

	needs_modules(test);
	list_for_each_entry(use, &THIS_MODULE->target_list, target_list) {
		if (strcmp(use->target->name, "kdefer"))
			continue;
		found++;
		KUNIT_EXPECT_GT(test, module_refcount(use->target), 0);
	}
	KUNIT_EXPECT_EQ(test, found, 1);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(every_call_is_made_once_in_every_task),
	KUNIT_CASE(every_task_recovers_again_and_again),
	KUNIT_CASE(deferred_call_sleeps_while_others_panic),
	KUNIT_CASE(panic_in_an_interrupt_stays_there),
	KUNIT_CASE(chain_of_panics_is_linear),
	KUNIT_CASE(module_stays_while_its_clients_do),
	{}
};

DEFINE_SUITE("kdefer_go_tasks", .init = notes_begin);
