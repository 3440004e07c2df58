/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Many who give up at random depths, as fast as they can.
 *
 *	program.c	what each of them does, and how it keeps count
 *	workers.c	threads, and timers in softirqs and hard interrupts on top of them
 *	memory.c	allocations that fail
 *	main.c		a run, and what must hold at its end
 */
#ifndef KDEFER_STRESS_H
#define KDEFER_STRESS_H

#include <linux/hrtimer.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/timer.h>

#define MAX_THREADS 32
#define INTERRUPT_CPUS 2
/* Threads; then for each of those processors a timer and a hard timer. */
#define MAX_WORKERS (MAX_THREADS + 2 * INTERRUPT_CPUS)

/* Who a worker is. */
enum worker_kind { THREAD, TIMER, HARD_TIMER };

/**
 * struct worker - somebody who gives up, and nobody else's business
 * @kind:	what it is
 * @index:	its place among the workers
 * @cpu:	where it begins
 * @random:	state of its random numbers
 * @serial:	calls that it has deferred
 * @made:	those that were made
 * @asked_sum:	a sum over the calls deferred, each with a number of its own
 * @made_sum:	the same over those made: a call lost and one made twice do not cancel
 * @attempts:	functions that recover, entered from outside
 * @ended:	those that came back
 * @raised:	soft panics of ours
 * @no_memory:	soft panics of kdefer's, for want of memory
 * @recovered:	soft panics that a handler has recovered
 * @replaced:	those that a newer one has replaced
 * @exited:	those that an exit has ended
 * @exits:	soft_exit()
 * @left:	attempts that came back with an exit's code
 * @moved:	how often it changed its processor in a deferred call
 * @displaced:	attempts after which the context was not what it had been
 * @wrong:	attempts that returned what they must not
 * @exiting:	is an exit on its way?
 * @outer:	in flight while it attempts others on top
 * @lock:	held here and there, and free in the end
 * @task:	of a thread
 * @timer:	of a timer
 * @hard_timer:	of a hard timer
 */
struct worker {
	enum worker_kind kind;
	unsigned int index;
	unsigned int cpu;
	u32 random;
	u64 serial;
	u64 made;
	u64 asked_sum;
	u64 made_sum;
	u64 attempts;
	u64 ended;
	u64 raised;
	u64 no_memory;
	u64 recovered;
	u64 replaced;
	u64 exited;
	u64 exits;
	u64 left;
	u64 moved;
	u64 displaced;
	u64 wrong;
	bool exiting;
	const struct soft_panic *outer;
	struct mutex lock; /* of nothing but itself */
	struct task_struct *task;
	struct timer_list timer;
	struct hrtimer hard_timer;
};

extern struct worker workers[MAX_WORKERS];

/* program.c */
void attempt_once(struct worker *w);

/* workers.c */
extern unsigned int nr_threads;
extern unsigned int panics;
extern unsigned int seconds;
extern unsigned int seed;
extern unsigned int max_depth;
int workers_run(void);
const char *worker_name(const struct worker *w);

/* memory.c */
int memory_init(void);
void memory_exit(void);
void memory_fails_here(void);

#endif /* KDEFER_STRESS_H */
