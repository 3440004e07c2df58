// SPDX-License-Identifier: GPL-2.0
/*
 * Clients that are unloaded while a task is in one of their functions: it will go on
 * in code that is gone.
 *
 * That cannot be prevented here: when a module is going nobody is asked any more. It
 * is reported, as what comes later, an oops without a symbol, says nothing.
 *
 * A task that runs on another processor is asked there, from an interrupt, and walks
 * its own stack with the kernel's unwinder. That one is not for tasks that may begin
 * to run meanwhile, as those can that sleep or wait for a processor: their stacks are
 * searched for gates' frames, which are known by their contents. Under RCU no stack is
 * freed, nor what tracers keep of one. What is missed: a task that begins to run before
 * it is its turn.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/sched/signal.h>
#include <linux/sched/task_stack.h>
#include <linux/smp.h>
#include <linux/uaccess.h>

#include "clients.h"
#include "gates.h"
#include "stats.h"
#include "tracers.h"
#include "unloaded.h"
#include "walk.h"

/* Is it a return address into a gate of the module? */
static bool is_gate_of(const struct module *mod, unsigned long ip)
{
	return within_module(ip, mod) && gate_kind_at(ip) != NO_GATE;
}

static void report(const struct module *mod, struct task_struct *task,
		   unsigned long ip)
{
	stats_count(STAT_ABANDONED);
	pr_warn("%s is unloaded while %s[%d] is inside %ps\n", mod->name,
		task->comm, task_pid_nr(task), (void *)ip);
}

/* The return address at the slot, or what a tracer has put there another for; else 0. */
static unsigned long gate_at(const struct task_struct *task,
			     const struct module *mod,
			     const unsigned long *slot)
{
	const unsigned long key = arch_slot_key((unsigned long)slot);
	unsigned long ip = READ_ONCE_NOCHECK(*slot);

	if (!is_gate_of(mod, ip))
		ip = tracers_rethook_at(task, key);
	if (!is_gate_of(mod, ip))
		ip = tracers_graph_at(task, key);
	return is_gate_of(mod, ip) ? ip : 0;
}

/* The frame lies above the return address into its gate. */
static void look_at(struct task_struct *task, const struct module *mod)
{
	const unsigned long *slot = (void *)arch_task_sp(task);
	const void *stack = task_stack_page(task);
	const void *end = stack + THREAD_SIZE - sizeof(struct defer_frame);

	if (!stack || (void *)slot < stack)
		return;
	for (; (void *)slot < end; slot++) {
		const struct defer_frame *frame = (void *)(slot + 1);
		unsigned long ip;

		if (READ_ONCE_NOCHECK(frame->life) != kdefer_life(frame))
			continue;
		ip = gate_at(task, mod, slot);
		if (ip)
			report(mod, task, ip);
	}
}

#ifdef CONFIG_SMP
static void look_at_return(void *mod, const struct cursor *at)
{
	const struct defer_frame *frame;
	enum gate_kind kind;
	unsigned long life;
	unsigned int room;

	if (!within_module(at->ip, mod))
		return;
	kind = gate_kind_at(at->ip);
	if (kind == NO_GATE)
		return;
	/* What the interrupted code has for a frame pointer may be anything. */
	for (room = 0; room <= KDEFER_MOST_ROOM; room += KDEFER_SLOT_BYTES) {
		frame = (void *)arch_gate_frame(kind, at->bp, room);
		if (copy_from_kernel_nofault(&life, &frame->life,
					     sizeof(life)) ||
		    life != kdefer_life(frame))
			continue;
		report(mod, current, at->ip);
		return;
	}
}

static void look_at_current(void *mod)
{
	arch_each_return(look_at_return, mod);
}

static void look_at_running(struct module *mod)
{
	smp_call_function(look_at_current, mod, 1);
}

static bool is_on_cpu(const struct task_struct *task)
{
	/* With it comes what the task has on its stack. */
	return smp_load_acquire(&task->on_cpu);
}
#else
static void look_at_running(struct module *mod)
{
}

static bool is_on_cpu(const struct task_struct *task)
{
	return task == current;
}
#endif

static void look_at_others(const struct module *mod)
{
	struct task_struct *process, *task;

	rcu_read_lock();
	for_each_process_thread(process, task)
		if (!is_on_cpu(task))
			look_at(task, mod);
	rcu_read_unlock();
}

/**
 * unloaded_look() - a client is going; is a task inside?
 * @mod: the module
 *
 * Context: Process context. Sleeps.
 */
void unloaded_look(struct module *mod)
{
	look_at_running(mod);
	look_at_others(mod);
}
