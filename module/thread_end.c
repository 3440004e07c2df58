// SPDX-License-Identifier: GPL-2.0
/*
 * Threads that end inside a DEFER_FN or RECOVER_FN: kthread_complete_and_exit(),
 * module_put_and_kthread_exit(), an assertion of KUnit.
 *
 * That is what runtime.Goexit() is to Go: every deferred call of the thread is made,
 * and no function returns. It must be done before the thread begins to end, as
 * whoever waits for it is told early, and may then free what the calls refer to, or
 * unload the module that they are in. A probe on each of the two functions is there
 * first, and sends a thread with pending calls to one of ours, on its own stack, as if
 * that had been called instead. Ours calls the other when there is nothing left to do.
 *
 * Where there are no probes the thread is reported when it ends, and its calls are
 * lost: their addresses may be printed then, not followed.
 *
 * Only kernel threads are looked at: other tasks end where they leave the kernel,
 * with nothing on their stack, or in an oops, which ends the walk.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/printk.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/string.h>
#include <linux/tracepoint.h>

#include "defer.h"
#include "report.h"
#include "stack.h"
#include "stats.h"
#include "thread_end.h"
#include "tracers.h"
#include "unwind.h"

static unsigned int pending(const struct defer_frame *frame)
{
	const struct kdefer_block *block;
	const struct defer *rec;
	unsigned int n = 0;

	for (rec = frame->head; kdefer_is_record(rec); rec = rec->next)
		n += rec->kind != KDEFER_NOTE && rec->kind != KDEFER_RECOVER;
	for (block = frame->blocks; block && defer_is_block(frame, block);
	     block = block->next)
		n++;
	return n;
}

static void report_gate(const struct walk *w, const char *fate)
{
	const struct defer_frame *frame = walk_frame(w);

	if (w->kind == CALL_GATE || frame->self != frame || !pending(frame))
		return;
	stats_count(STAT_ABANDONED);
	pr_warn("thread %s[%d] ends inside %ps; deferred calls that are %s: %u\n",
		current->comm, task_pid_nr(current), (void *)w->at.ip, fate,
		pending(frame));
}

/* Says which functions have calls pending. */
static noinline void report_gates(const struct cursor *from, const char *fate)
{
	struct walk w;

	if (!walk_start(&w, NULL, from))
		return;
	while (walk_to_gate(&w) == WALK_GATE)
		report_gate(&w, fate);
}

#ifdef CONFIG_KPROBES
static void __noreturn end_thread(const struct cursor *from,
				  const struct thread_end *end)
{
	if (stack_has_room(from->slot)) {
		report_gates(from, "made first");
		if (!exit_end_thread(from, end))
			die();
	}
	thread_end_now(end);
}

/* In the place of kthread_complete_and_exit(). */
static noinline void __noreturn complete_and_exit(struct completion *done,
						  long code)
{
	const struct thread_end end = { .done = done, .code = code };
	struct cursor from = CALLER();

	end_thread(&from, &end);
}

/* In the place of __module_put_and_kthread_exit(). */
static noinline void __noreturn put_and_exit(struct module *mod, long code)
{
	const struct thread_end end = { .mod = mod, .code = code };
	struct cursor from = CALLER();

	end_thread(&from, &end);
}

/* Is it thread_end_now() that has called? */
static bool is_ours(unsigned long slot)
{
	unsigned long ip = *(unsigned long *)slot;

	ip = tracers_rethook_at(current, slot) ?: ip;
	ip = tracers_graph_at(current, slot) ?: ip;
	return within_module_core(ip - 1, THIS_MODULE);
}

/*
 * Has the stack a frame with calls? Known by its contents: there is no walking from
 * a probe. A thread without any is left alone.
 */
static bool has_calls(unsigned long slot)
{
	const unsigned long *word = (void *)slot;
	const void *stack = task_stack_page(current);
	const void *end = stack + THREAD_SIZE - sizeof(struct defer_frame);

	if ((void *)word < stack)
		return false;
	for (; (void *)word < end; word++) {
		const struct defer_frame *frame = (void *)word;

		if (READ_ONCE_NOCHECK(frame->self) == frame &&
		    (kdefer_is_record(READ_ONCE_NOCHECK(frame->head)) ||
		     READ_ONCE_NOCHECK(frame->blocks)))
			return true;
	}
	return false;
}

static int send(struct pt_regs *call, void *where)
{
	unsigned long slot = kernel_stack_pointer(call);

	if (!in_task() || !(current->flags & PF_KTHREAD) || !has_calls(slot) ||
	    is_ours(slot))
		return 0;
	instruction_pointer_set(call, (unsigned long)where);
	return 1;
}

static int before_complete(struct kprobe *probe, struct pt_regs *call)
{
	return send(call, complete_and_exit);
}

static int before_put(struct kprobe *probe, struct pt_regs *call)
{
	return send(call, put_and_exit);
}

/* Its presence lets the handlers above change where the functions go. */
static void after(struct kprobe *probe, struct pt_regs *call,
		  unsigned long flags)
{
}

static struct kprobe complete_probe = {
	.symbol_name = "kthread_complete_and_exit",
	.pre_handler = before_complete,
	.post_handler = after,
};

static struct kprobe put_probe = {
	.symbol_name = "__module_put_and_kthread_exit",
	.pre_handler = before_put,
	.post_handler = after,
};

static struct kprobe *probes[] = { &complete_probe, &put_probe };
static bool has_probes;

static void probes_init(void)
{
	int err = register_kprobes(probes, ARRAY_SIZE(probes));

	if (err)
		pr_notice(
			"no probes on the ends of threads (%d): their deferred calls are lost\n",
			err);
	has_probes = !err;
}

static void probes_exit(void)
{
	if (has_probes)
		unregister_kprobes(probes, ARRAY_SIZE(probes));
}
#else
static void probes_init(void)
{
}

static void probes_exit(void)
{
}
#endif

/* sched_process_exit: in do_exit(), on the stack of the task, preemption disabled. */
static void on_exit(void *unused, struct task_struct *task)
{
	struct cursor from = CALLER();

	if (unlikely(task->flags & PF_KTHREAD))
		report_gates(&from, "lost");
}

static struct tracepoint *exit_tracepoint;

static void find(struct tracepoint *tp, void *unused)
{
	if (!strcmp(tp->name, "sched_process_exit"))
		exit_tracepoint = tp;
}

void thread_end_init(void)
{
	probes_init();
	for_each_kernel_tracepoint(find, NULL);
	if (exit_tracepoint &&
	    tracepoint_probe_register(exit_tracepoint, on_exit, NULL))
		exit_tracepoint = NULL;
}

void thread_end_exit(void)
{
	probes_exit();
	if (!exit_tracepoint)
		return;
	tracepoint_probe_unregister(exit_tracepoint, on_exit, NULL);
	tracepoint_synchronize_unregister();
}
