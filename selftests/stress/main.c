// SPDX-License-Identifier: GPL-2.0
/*
 * A run, and what must hold at its end: each deferred call that was registered was
 * made once, each soft panic ended once, each attempt came back, and left the stack
 * and the context as they had been.
 */
#include <linux/module.h>

#include <linux/kdefer.h>

#include "../cases.h"
#include "stress.h"

static __printf(3, 4) void complain(struct seq_file *out,
				    const struct worker *w, const char *fmt,
				    ...)
{
	va_list args;

	seq_printf(out, "%s %u: ", worker_name(w), w->index);
	va_start(args, fmt);
	seq_vprintf(out, fmt, args);
	va_end(args);
	seq_puts(out, "; ");
}

/* Says nothing if all is right. */
static void judge(struct seq_file *out, struct worker *w)
{
	if (w->made != w->serial || w->made_sum != w->asked_sum)
		complain(out, w, "%llu calls, %llu made%s", w->serial, w->made,
			 w->made_sum == w->asked_sum ? "" : ", and others");
	if (w->recovered + w->replaced + w->exited != w->raised + w->no_memory)
		complain(
			out, w,
			"%llu panics, %llu for want of memory, but %llu recovered, %llu replaced, %llu ended by an exit",
			w->raised, w->no_memory, w->recovered, w->replaced,
			w->exited);
	if (w->ended != w->attempts)
		complain(out, w, "%llu attempts, %llu came back", w->attempts,
			 w->ended);
	if (w->left != w->exits)
		complain(out, w, "%llu exits, %llu came back", w->exits,
			 w->left);
	if (w->displaced || w->wrong)
		complain(out, w, "%llu came back elsewhere, %llu with nonsense",
			 w->displaced, w->wrong);
	if (mutex_is_locked(&w->lock))
		complain(out, w, "its lock is held");
}

/* The sum of the counter at an offset over the workers of some kinds. */
static u64 sum(unsigned int kinds, size_t counter)
{
	u64 total = 0;
	int i;

	for (i = 0; i < MAX_WORKERS; i++)
		if (kinds & BIT(workers[i].kind))
			total += *(u64 *)((void *)&workers[i] + counter);
	return total;
}

#define SUM(kinds, counter) sum(kinds, offsetof(struct worker, counter))
#define ALL (BIT(THREAD) | BIT(TIMER) | BIT(HARD_TIMER))

static void case_run(struct seq_file *out)
{
	int err = workers_run();
	int i;

	if (err) {
		seq_printf(out, "no threads: %d", err);
		return;
	}
	for (i = 0; i < MAX_WORKERS; i++)
		judge(out, &workers[i]);
	seq_printf(out, "panics: %llu, ", SUM(ALL, raised));
	seq_printf(out, "in threads: %llu, ", SUM(BIT(THREAD), raised));
	seq_printf(out, "in timers: %llu, ", SUM(BIT(TIMER), raised));
	seq_printf(out, "in hard timers: %llu, ", SUM(BIT(HARD_TIMER), raised));
	seq_printf(out, "no memory: %llu, ", SUM(ALL, no_memory));
	seq_printf(out, "recovered: %llu, ", SUM(ALL, recovered));
	seq_printf(out, "replaced: %llu, ", SUM(ALL, replaced));
	seq_printf(out, "exits: %llu, ", SUM(ALL, exits));
	seq_printf(out, "calls: %llu, ", SUM(ALL, made));
	seq_printf(out, "moves: %llu", SUM(ALL, moved));
}

static const struct test_case cases[] = {
	TEST_CASE(run),
};

static int __init stress_init(void)
{
	int err = memory_init();

	if (!err)
		cases_publish(cases, ARRAY_SIZE(cases));
	return err;
}

static void __exit stress_exit(void)
{
	cases_withdraw();
	memory_exit();
}

module_init(stress_init);
module_exit(stress_exit);

MODULE_DESCRIPTION("Test of kdefer: many soft panics at once");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
