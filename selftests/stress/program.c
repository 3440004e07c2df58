// SPDX-License-Identifier: GPL-2.0
/*
 * What a worker does: it goes down through functions that defer calls, chosen at
 * random, and gives up; some of the calls give up as well, or begin it all again on
 * top of the panic that they are made for, or sleep and wake up elsewhere.
 *
 * Each deferred call has a number of its own, so that each can be told to have been
 * made once. Each soft panic ends once: a handler recovers it, a newer one replaces
 * it, or an exit ends it; whoever does that counts it.
 */
#include <linux/cleanup.h>
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/ftrace.h>
#include <linux/kprobes.h>
#include <linux/preempt.h>

#include <linux/kdefer.h>

#include "../compat.h"
#include "stress.h"

#define EXITED 0x0e717ed

static u32 roll(struct worker *w, u32 sides)
{
	w->random ^= w->random << 13;
	w->random ^= w->random >> 17;
	w->random ^= w->random << 5;
	return w->random % sides;
}

/* A token stands for one deferred call: its number, and whose it is. */
static struct worker *worker_of(unsigned long token)
{
	return &workers[token % 256];
}

static_assert(MAX_WORKERS <= 256);

static u64 spread(unsigned long token)
{
	u64 x = token * 0x9e3779b97f4a7c15ULL;

	return (x ^ x >> 29) * 0xbf58476d1ce4e5b9ULL;
}

static unsigned long new_token(struct worker *w)
{
	unsigned long token = ++w->serial * 256 + w->index;

	w->asked_sum += spread(token);
	return token;
}

static struct worker *note_made(unsigned long token)
{
	struct worker *w = worker_of(token);

	w->made++;
	w->made_sum += spread(token);
	return w;
}

/* A panic is over, and @ended counts its kind of end. */
static void note_end(struct worker *w, const struct soft_panic *p, u64 *ended)
{
	++*ended;
	if (p->err == -ENOMEM)
		w->no_memory++;
}

static void attempt(struct worker *w, int nesting);

static void make(void *arg)
{
	note_made((unsigned long)arg);
}

DEFINE_FREE(token, unsigned long, note_made(_T))

/*
 * Not while a processor comes or goes: a kernel thread may be sent to one that is on
 * its way out and does not take it any more. It stays where it is not allowed to be,
 * which affine_move_task() in the kernel's scheduler warns of, when the thread has
 * been preempted with migration disabled; with PREEMPT_RT, in any spinlock.
 */
static void move_to_next(struct worker *w)
{
	w->cpu = (w->cpu + 1) % num_possible_cpus();
	cpus_read_lock();
	w->moved += !set_cpus_allowed_ptr(current, cpumask_of(w->cpu));
	cpus_read_unlock();
}

/* Sleeps, perhaps to wake up on another processor. */
static void make_slowly(void *arg)
{
	struct worker *w = note_made((unsigned long)arg);

	if (w->kind != THREAD)
		return;
	switch (roll(w, 8)) {
	case 0:
		schedule_timeout_uninterruptible(1);
		break;
	case 1:
	case 2:
	case 3:
		move_to_next(w);
		break;
	default:
		cond_resched();
		break;
	}
}

/* -ENOMEM is kdefer's own. */
static void give_up(struct worker *w)
{
	w->raised++;
	soft_panic(-100 - (int)roll(w, 30), "number %llu", w->raised);
}

/* The panic that is in flight here and now, and not below what we are on top of. */
static struct soft_panic *in_flight(struct worker *w)
{
	struct soft_panic *p = soft_panicking();

	return p == w->outer ? NULL : p;
}

/* Replaces the panic that it is made for, if any. */
static void make_and_give_up(void *arg)
{
	struct worker *w = note_made((unsigned long)arg);
	struct soft_panic *p = in_flight(w);

	if (p)
		note_end(w, p, &w->replaced);
	give_up(w);
}

/* One exit at a time. */
static void leave(struct worker *w)
{
	struct soft_panic *p = in_flight(w);

	if (p)
		note_end(w, p, &w->exited);
	w->exits++;
	w->exiting = true;
	soft_exit(EXITED);
}

/* Ends the panic that it is made for by an exit. */
static void make_and_leave(void *arg)
{
	struct worker *w = note_made((unsigned long)arg);

	if (!w->exiting)
		leave(w);
}

/* We were left by an exit, which ends what we were made for. */
static void leave_outer(void *arg)
{
	struct worker *w = arg;

	if (w->outer)
		note_end(w, w->outer, &w->exited);
	w->outer = NULL;
}

/* Raises others, and recovers them, on top of what it is made for. */
DEFER_FN(void, make_and_attempt, void *, arg)
{
	struct worker *w = note_made((unsigned long)arg);

	w->outer = soft_panicking();
	defer_call(leave_outer, w);
	attempt(w, 1);
	w->outer = NULL;
}

static void handle(struct soft_panic *p, void *arg)
{
	struct worker *w = note_made((unsigned long)arg);

	if (!p || !roll(w, 4))
		return;
	note_end(w, p, &w->recovered);
	recover(p, 0);
}

static void handle_last(struct soft_panic *p, void *arg)
{
	struct worker *w = note_made((unsigned long)arg);

	if (!p)
		return;
	note_end(w, p, &w->recovered);
	recover(p, 0);
}

static void (*pick(struct worker *w, int nesting))(void *)
{
	switch (roll(w, 48)) {
	case 0:
	case 1:
		return make_and_give_up;
	case 2:
	case 3:
		return nesting || w->kind != THREAD ? make : make_and_attempt;
	case 4:
	case 5:
		return make_slowly;
	case 6:
		return make_and_leave;
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
	else if (!w->exiting && !roll(w, 4))
		leave(w);
}

DEFER_FN(void, with_calls, struct worker *, w, int, nesting, int, depth)
{
	int calls;

	for (calls = roll(w, 5); calls; calls--) {
		void (*call)(void *arg);

		call = pick(w, nesting);
		defer_call(call, (void *)new_token(w));
	}
	go_on(w, nesting, depth);
}

DEFER_FN(void, with_blocks, struct worker *, w, int, nesting, int, depth)
{
	unsigned long outer = new_token(w);

	defer_free(token, outer);
	{
		unsigned long inner = new_token(w);

		defer_free(token, inner);
		go_on(w, nesting, depth);
	}
	go_on(w, nesting, 0);
}

RECOVER_FN(int, with_handler, struct worker *, w, int, nesting, int, depth)
{
	defer_call(make, (void *)new_token(w));
	defer_recover_with(handle, (void *)new_token(w));
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

/* Interrupts have one stack for all of them, and for softirqs. */
static int pick_depth(struct worker *w)
{
	return roll(w, w->kind == THREAD ? max_depth : min(max_depth, 3U));
}

RECOVER_FN(int, attempt_locked, struct worker *, w)
{
	defer_recover_with(handle_last, (void *)new_token(w));
	defer_guard(mutex, &w->lock);
	descend(w, 0, pick_depth(w));
	return 0;
}

RECOVER_FN(int, attempt_free, struct worker *, w, int, nesting)
{
	defer_recover_with(handle_last, (void *)new_token(w));
	descend(w, nesting, pick_depth(w));
	return 0;
}

/* An exit comes back from the outermost attempt alone. */
static void attempt(struct worker *w, int nesting)
{
	bool was_exiting = w->exiting;
	int result;

	if (w->kind == THREAD && !nesting && !roll(w, 4))
		result = attempt_locked(w);
	else
		result = attempt_free(w, nesting);
	if (!nesting && w->exiting) {
		w->left += result == EXITED;
		w->exiting = false;
	} else if (result || w->exiting != was_exiting) {
		w->wrong++;
	}
}

/* What an attempt must leave as it was. */
struct place {
	unsigned long sp;
	unsigned long preempt;
	bool irqs_off;
	int graph_index;
	int graph_depth;
	void *rethooks;
};

/* Our own frame begins where the caller's stack ends. */
static noinline struct place where(void)
{
	struct place here = {
		.sp = (unsigned long)__builtin_frame_address(0),
		.preempt = preempt_count(),
		.irqs_off = irqs_disabled(),
	};

#ifdef CONFIG_FUNCTION_GRAPH_TRACER
	here.graph_index = current->curr_ret_stack;
	here.graph_depth = current->curr_ret_depth;
#endif
	here.rethooks = kept_by_kretprobes();
	return here;
}

/* A kretprobe on it would be the first that it sees, and not always the same. */
NOKPROBE_SYMBOL(where);

/**
 * attempt_once() - a function that recovers, and all that happens beneath it
 * @w: who does it
 */
void attempt_once(struct worker *w)
{
	struct place before = where(), after;

	w->attempts++;
	attempt(w, 0);
	w->ended++;
	after = where();
	if (after.sp != before.sp || after.preempt != before.preempt ||
	    after.irqs_off != before.irqs_off ||
	    after.graph_index != before.graph_index ||
	    after.graph_depth != before.graph_depth ||
	    after.rethooks != before.rethooks)
		w->displaced++;
}
