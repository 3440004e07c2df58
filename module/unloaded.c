// SPDX-License-Identifier: GPL-2.0
/*
 * Clients that are unloaded while a task sleeps in one of their functions: it will
 * wake up to code that is gone.
 *
 * That cannot be prevented here: when a module is going nobody is asked any more. It
 * is reported, as what comes later, an oops without a symbol, says nothing.
 *
 * The kernel's unwinder walks the stacks of tasks that sleep. One that runs on another
 * processor, or waits for one, it cannot, so those are not seen. A task that wakes up
 * meanwhile changes its stack under the unwinder, which bears that: it reads nothing
 * but the stack, within its bounds, and under RCU no stack is freed.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/sched/signal.h>
#include <linux/sched/task_stack.h>

#include <asm/unwind.h>

#include "stats.h"
#include "unloaded.h"
#include "walk.h"

/* What a module uses is its own list, and it is the only one that changes it. */
static bool is_client(const struct module *mod)
{
	const struct module_use *use;

	list_for_each_entry(use, &mod->target_list, target_list)
		if (use->target == THIS_MODULE)
			return true;
	return false;
}

static void look_at(struct task_struct *task, const struct module *mod)
{
	struct unwind_state state;

	for (unwind_start(&state, task, NULL, NULL); !unwind_done(&state);
	     unwind_next_frame(&state)) {
		unsigned long ip = unwind_get_return_address(&state);

		if (!ip)
			return;
		if (!within_module(ip, mod) || !walk_is_gate(ip))
			continue;
		stats_count(STAT_ABANDONED);
		pr_warn("%s is unloaded while %s[%d] is inside %ps\n",
			mod->name, task->comm, task_pid_nr(task), (void *)ip);
	}
}

static void look_at_all(const struct module *mod)
{
	struct task_struct *process, *task;

	rcu_read_lock();
	for_each_process_thread(process, task)
		if (!task_is_running(task) && task_stack_page(task))
			look_at(task, mod);
	rcu_read_unlock();
}

static int on_module(struct notifier_block *nb, unsigned long state, void *data)
{
	if (state == MODULE_STATE_GOING && is_client(data))
		look_at_all(data);
	return NOTIFY_DONE;
}

static struct notifier_block notifier = { .notifier_call = on_module };

void unloaded_init(void)
{
	register_module_notifier(&notifier);
}

void unloaded_exit(void)
{
	unregister_module_notifier(&notifier);
}
