// SPDX-License-Identifier: GPL-2.0
/*
 * Threads that end inside a DEFER_FN or RECOVER_FN: by one of the functions that are
 * watched below, or an assertion of KUnit, which calls one.
 *
 * That is what runtime.Goexit() is to Go: every deferred call of the thread is made,
 * and no function returns. It must be done before the thread begins to end, as
 * whoever waits for it is told early, and may then free what the calls refer to, or
 * unload the module that they are in. A hook at each of the functions is there
 * first, and sends a thread with pending calls to one of ours, on its own stack, as if
 * that had been called instead. Ours calls the other when there is nothing left to do.
 *
 * Where there are no hooks the thread is reported when it ends, and its calls are
 * lost: their addresses may be printed then, not followed.
 *
 * Only kernel threads are looked at: other tasks end where they leave the kernel,
 * with nothing on their stack, or in an oops, which ends the walk.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/string.h>
#include <linux/tracepoint.h>
#include <trace/events/sched.h>

#include "compat.h"
#include "dying.h"
#include "exit.h"
#include "hook.h"
#include "list.h"
#include "own.h"
#include "pad_table.h"
#include "stack.h"
#include "stats.h"
#include "thread.h"
#include "thread_end.h"
#include "tracers.h"
#include "uncaught.h"
#include "walk.h"

static unsigned int pending(const struct defer_frame *frame)
{
	const struct kdefer_block *block;
	const struct defer *rec;
	unsigned int n = 0;

	for (rec = frame->head; kdefer_is_record(rec); rec = rec->next)
		n += rec->kind != KDEFER_NOTE && rec->kind != KDEFER_RECOVER;
	for (block = kdefer_innermost(frame->blocks);
	     block && list_is_block(frame, block);
	     block = kdefer_innermost(block->next))
		n++;
	return n;
}

static void report_gate(const struct walk *w, const char *fate)
{
	const struct defer_frame *frame = walk_frame(w);

	if (w->kind == CALL_GATE || frame->life != kdefer_life(frame) ||
	    !pending(frame))
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

#ifdef KDEFER_HOOKS
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

/* In the place of kthread_exit(). */
static noinline void __noreturn exit_only(long code)
{
	const struct thread_end end = { .code = code };
	struct cursor from = CALLER();

	end_thread(&from, &end);
}

/* A function that ends a thread, and the one of ours that is called in its place. */
struct watched {
	struct hook hook;
	void *instead;
};

static void before(struct hook *hook, struct pt_regs *call);

/* clang-format off */
#define WATCHED(name, ours)						\
	{								\
		.hook = {						\
			.symbol = (name),				\
			.entered = before,				\
			.redirects = true,				\
			.without = "deferred calls of threads that end by it are lost", \
		},							\
		.instead = (ours),					\
	}

/* Every function that a module can end a thread by: selftests/threads/exports looks. */
static struct watched watched[] = {
	WATCHED("kthread_complete_and_exit", complete_and_exit),
	WATCHED("__module_put_and_kthread_exit", put_and_exit),
	WATCHED(KTHREAD_EXIT_NAME, exit_only),
};

/* clang-format on */

static bool is_watched(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(watched); i++)
		if (!strcmp(name, watched[i].hook.symbol))
			return true;
	return false;
}

/*
 * Is it thread_end_now() that has called, or another of the functions, which has told
 * already whoever waits? What could be done for the thread is done then.
 */
static bool is_ending(const struct cursor *from)
{
	const unsigned long key = arch_return_key(from->slot, from->bp);
	unsigned long ip = from->ip;
	char name[KSYM_SYMBOL_LEN];

	ip = tracers_rethook_at(current, key) ?: ip;
	ip = tracers_graph_at(current, key) ?: ip;
	/* Nothing of a function need follow a call that does not return. */
	ip--;
	if (is_own_text(ip))
		return true;
	sprint_symbol_no_offset(name, ip);
	return is_watched(name);
}

/* Is it a return into a function that holds something there? A tracer may know where to. */
static bool is_at_pad(const unsigned long *word, bool traced)
{
	const unsigned long key = arch_slot_key((unsigned long)word);
	unsigned long ip = arch_address(READ_ONCE_NOCHECK(*word));

	if (traced) {
		ip = tracers_rethook_at(current, key) ?: ip;
		ip = tracers_graph_at(current, key) ?: ip;
	}
	return pad_find(ip - 1).pad;
}

/*
 * Has the stack a frame with calls? Known by its contents: there is no walking from
 * a hook. A thread without any is left alone, and its frames are dead.
 */
static bool has_calls(unsigned long slot)
{
	const unsigned long *word = (void *)slot;
	const void *stack = task_stack_page(current);
	const void *end = stack + THREAD_SIZE - sizeof(struct defer_frame);
	const bool traced = tracers_replace_addresses();

	if ((void *)word < stack)
		return false;
	for (; (void *)word < end; word++) {
		const struct defer_frame *frame = (void *)word;

		if (static_branch_unlikely(&kdefer_pads_known) &&
		    is_at_pad(word, traced))
			return true;
		if (READ_ONCE_NOCHECK(frame->life) == kdefer_life(frame) &&
		    (kdefer_is_record(READ_ONCE_NOCHECK(frame->head)) ||
		     READ_ONCE_NOCHECK(frame->blocks)))
			return true;
	}
	return false;
}

static void before(struct hook *hook, struct pt_regs *call)
{
	const struct watched *function =
		container_of(hook, struct watched, hook);
	const struct cursor from = arch_entry_cursor(call);
	const unsigned long stack = (unsigned long)task_stack_page(current);

	if (!in_task() || !(current->flags & PF_KTHREAD) ||
	    from.slot - stack >= THREAD_SIZE)
		return;
	if (!has_calls(from.slot))
		dying_forget_frames(from.slot, stack + THREAD_SIZE);
	else if (!is_ending(&from))
		instruction_pointer_set(call, (unsigned long)function->instead);
}

/**
 * thread_end_watch() - hear of threads that end, or not any more
 * @wanted: which of them
 *
 * Each on its own: what one kernel lacks must not cost the others.
 *
 * Context: Process context. Sleeps. One at a time.
 */
void thread_end_watch(bool wanted)
{
	struct watched *w;

	for (w = watched; w < watched + ARRAY_SIZE(watched); w++)
		hook_set(&w->hook, wanted);
}
#else
void thread_end_watch(bool wanted)
{
}
#endif

/* sched_process_exit: in do_exit(), on the stack of the task, preemption disabled. */
static void EXIT_PROBE(on_exit, struct task_struct *task)
{
	struct cursor from = CALLER();

	dying_exit_task();
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
	check_trace_callback_type_sched_process_exit(on_exit);
	for_each_kernel_tracepoint(find, NULL);
	if (exit_tracepoint &&
	    tracepoint_probe_register(exit_tracepoint, on_exit, NULL))
		exit_tracepoint = NULL;
}

void thread_end_exit(void)
{
	if (!exit_tracepoint)
		return;
	tracepoint_probe_unregister(exit_tracepoint, on_exit, NULL);
	tracepoint_synchronize_unregister();
}
