// SPDX-License-Identifier: GPL-2.0
/*
 * Threads that end inside a DEFER_FN: kthread_exit(), or an assertion of KUnit.
 *
 * They are reported; their deferred calls are lost. To make them here would be worse:
 * whoever waits for the thread has been told that it is gone before the kernel comes
 * by (kthread_complete_and_exit() and exit_mm() complete first), and may have freed
 * what the calls refer to, or unloaded the module that they are in. Their addresses
 * may be printed, not followed.
 *
 * Only kernel threads are looked at: other tasks end where they leave the kernel,
 * with nothing on their stack, or in an oops, which ends the walk.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/tracepoint.h>

#include "abandoned.h"
#include "stack.h"
#include "stats.h"

static unsigned int pending(const struct defer_frame *frame)
{
	const struct defer *rec;
	unsigned int n = 0;

	for (rec = frame->head; kdefer_is_record(rec); rec = rec->next)
		n += rec->kind != KDEFER_NOTE && rec->kind != KDEFER_RECOVER;
	return n;
}

static void report_gate(const struct walk *w)
{
	const struct defer_frame *frame = walk_frame(w);

	if (w->kind == CALL_GATE || frame->self != frame || !pending(frame))
		return;
	stats_count(STAT_ABANDONED);
	pr_warn("thread %s[%d] ended inside %ps; deferred calls that are lost: %u\n",
		current->comm, task_pid_nr(current), (void *)w->at.ip,
		pending(frame));
}

/* sched_process_exit: in do_exit(), on the stack of the task, preemption disabled. */
static void on_exit(void *unused, struct task_struct *task)
{
	struct cursor from = CALLER();
	struct walk w;

	if (likely(!(task->flags & PF_KTHREAD)))
		return;
	if (!walk_start(&w, NULL, &from))
		return;
	while (walk_to_gate(&w) == WALK_GATE)
		report_gate(&w);
}

static struct tracepoint *exit_tracepoint;

static void find(struct tracepoint *tp, void *unused)
{
	if (!strcmp(tp->name, "sched_process_exit"))
		exit_tracepoint = tp;
}

void abandoned_init(void)
{
	for_each_kernel_tracepoint(find, NULL);
	if (exit_tracepoint &&
	    tracepoint_probe_register(exit_tracepoint, on_exit, NULL))
		exit_tracepoint = NULL;
}

void abandoned_exit(void)
{
	if (!exit_tracepoint)
		return;
	tracepoint_probe_unregister(exit_tracepoint, on_exit, NULL);
	tracepoint_synchronize_unregister();
}
