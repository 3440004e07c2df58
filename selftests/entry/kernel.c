// SPDX-License-Identifier: GPL-2.0
#include <linux/kthread.h>
#include <linux/sched/task.h>

#include "../cases.h"
#include "../compat.h"
#include "entry.h"

static struct visit visit;

RECOVER_FN(void, on_work, struct work_struct *, part)
{
	struct visit *visit = container_of(part, struct visit, work);

	defer_call(finish, visit);
	defer_recover_with(take_error, visit);
	visit->result = descend(visit, 2);
}

RECOVER_FN(void, on_delayed_work, struct work_struct *, part)
{
	struct visit *visit =
		container_of(part, struct visit, delayed_work.work);

	defer_call(finish, visit);
	defer_recover_with(take_error, visit);
	visit->result = descend(visit, 2);
}

RECOVER_FN(void, on_timer, struct timer_list *, part)
{
	struct visit *visit = container_of(part, struct visit, timer);

	defer_call(finish, visit);
	defer_recover_with(take_error, visit);
	visit->result = descend(visit, 2);
}

RECOVER_FN(void, on_tasklet, struct tasklet_struct *, part)
{
	struct visit *visit = container_of(part, struct visit, tasklet);

	defer_call(finish, visit);
	defer_recover_with(take_error, visit);
	visit->result = descend(visit, 2);
}

RECOVER_FN(void, on_irq_work, struct irq_work *, part)
{
	struct visit *visit = container_of(part, struct visit, irq_work);

	defer_call(finish, visit);
	defer_recover_with(take_error, visit);
	visit->result = descend(visit, 2);
}

RECOVER_FN(enum hrtimer_restart, on_hrtimer, struct hrtimer *, part)
{
	struct visit *visit = container_of(part, struct visit, hrtimer);

	defer_call(finish, visit);
	defer_recover_with(take_error, visit);
	visit->result = descend(visit, 2);
	return HRTIMER_NORESTART;
}

RECOVER_FN(int, on_kthread, void *, data)
{
	struct visit *visit = data;

	defer_call(finish, visit);
	defer_recover();
	return descend(visit, 2);
}

RECOVER_FN(int, on_notify, struct notifier_block *, part, unsigned long, event,
	   void *, data)
{
	struct visit *visit = container_of(part, struct visit, notifier);

	defer_call(finish, visit);
	defer_recover();
	return descend(visit, 2);
}

/* Calls the entry point twice; says what came of it, how much was cleaned, where. */
static void visit_twice(struct seq_file *out, void (*call)(void))
{
	bool give_up = false;

	do {
		memset(&visit, 0, sizeof(visit));
		init_completion(&visit.done);
		visit.give_up = give_up;
		call();
		seq_printf(out, "%d %d, ", visit.result, visit.cleaned);
		give_up = !give_up;
	} while (give_up);
	seq_puts(out, visit.context);
}

static void call_work(void)
{
	INIT_WORK(&visit.work, on_work);
	schedule_work(&visit.work);
	wait_for_completion(&visit.done);
	flush_work(&visit.work);
}

static void case_work(struct seq_file *out)
{
	visit_twice(out, call_work);
}

static void call_delayed_work(void)
{
	INIT_DELAYED_WORK(&visit.delayed_work, on_delayed_work);
	schedule_delayed_work(&visit.delayed_work, 1);
	wait_for_completion(&visit.done);
	flush_delayed_work(&visit.delayed_work);
}

static void case_delayed_work(struct seq_file *out)
{
	visit_twice(out, call_delayed_work);
}

static void call_timer(void)
{
	timer_setup(&visit.timer, on_timer, 0);
	mod_timer(&visit.timer, jiffies + 1);
	wait_for_completion(&visit.done);
	timer_delete_sync(&visit.timer);
}

static void case_timer(struct seq_file *out)
{
	visit_twice(out, call_timer);
}

static void call_hrtimer(void)
{
	hrtimer_setup(&visit.hrtimer, on_hrtimer, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL_HARD);
	hrtimer_start(&visit.hrtimer, ms_to_ktime(1), HRTIMER_MODE_REL_HARD);
	wait_for_completion(&visit.done);
	hrtimer_cancel(&visit.hrtimer);
}

static void case_hrtimer(struct seq_file *out)
{
	visit_twice(out, call_hrtimer);
}

static void call_tasklet(void)
{
	tasklet_setup(&visit.tasklet, on_tasklet);
	tasklet_schedule(&visit.tasklet);
	wait_for_completion(&visit.done);
	tasklet_kill(&visit.tasklet);
}

static void case_tasklet(struct seq_file *out)
{
	visit_twice(out, call_tasklet);
}

static void call_irq_work(void)
{
	visit.irq_work = IRQ_WORK_INIT_HARD(on_irq_work);
	irq_work_queue(&visit.irq_work);
	wait_for_completion(&visit.done);
	irq_work_sync(&visit.irq_work);
}

static void case_irq_work(struct seq_file *out)
{
	visit_twice(out, call_irq_work);
}

static void call_kthread(void)
{
	struct task_struct *task;

	task = kthread_create(on_kthread, &visit, "kdefer_entry");
	if (IS_ERR(task)) {
		visit.result = PTR_ERR(task);
		return;
	}
	get_task_struct(task);
	wake_up_process(task);
	wait_for_completion(&visit.done);
	visit.result = kthread_stop(task);
	put_task_struct(task);
}

static void case_kthread(struct seq_file *out)
{
	visit_twice(out, call_kthread);
}

static void call_raw_notifier(void)
{
	RAW_NOTIFIER_HEAD(chain);

	visit.notifier.notifier_call = on_notify;
	raw_notifier_chain_register(&chain, &visit.notifier);
	visit.result = raw_notifier_call_chain(&chain, 0, NULL);
}

static void case_raw_notifier(struct seq_file *out)
{
	visit_twice(out, call_raw_notifier);
}

static BLOCKING_NOTIFIER_HEAD(blocking_chain);

static void call_blocking_notifier(void)
{
	visit.notifier.notifier_call = on_notify;
	blocking_notifier_chain_register(&blocking_chain, &visit.notifier);
	visit.result = blocking_notifier_call_chain(&blocking_chain, 0, NULL);
	blocking_notifier_chain_unregister(&blocking_chain, &visit.notifier);
}

static void case_blocking_notifier(struct seq_file *out)
{
	visit_twice(out, call_blocking_notifier);
}

static ATOMIC_NOTIFIER_HEAD(atomic_chain);

static void call_atomic_notifier(void)
{
	visit.notifier.notifier_call = on_notify;
	atomic_notifier_chain_register(&atomic_chain, &visit.notifier);
	visit.result = atomic_notifier_call_chain(&atomic_chain, 0, NULL);
	atomic_notifier_chain_unregister(&atomic_chain, &visit.notifier);
}

static void case_atomic_notifier(struct seq_file *out)
{
	visit_twice(out, call_atomic_notifier);
}

static const struct test_case cases[] = {
	TEST_CASE(work),
	TEST_CASE(delayed_work),
	TEST_CASE(timer),
	TEST_CASE(hrtimer),
	TEST_CASE(tasklet),
	TEST_CASE(irq_work),
	TEST_CASE(kthread),
	TEST_CASE(raw_notifier),
	TEST_CASE(blocking_notifier),
	TEST_CASE(atomic_notifier),
};

void kernel_entries_publish(void)
{
	cases_publish(cases, ARRAY_SIZE(cases));
}

void kernel_entries_withdraw(void)
{
	cases_withdraw();
}
