// SPDX-License-Identifier: GPL-2.0
/*
 * A client that goes while its threads are still there, if it is told to:
 *
 *	| sleeper()	RECOVER_FN	|	| panicker()	RECOVER_FN	|
 *	| beneath()	DEFER_FN	|	| gives_up()	DEFER_FN	|
 *	| schedule()			|	| soft_panic()			|
 *					|	| sleep(), its deferred call	|
 *					|	| schedule()			|
 *
 * Nobody ever wakes them up, or they would run where nothing is any more. With busy=1
 * there are two instead that are not asleep, both on processor 1: one runs, in a
 * function of the kernel that takes an hour, the other waits until it may. With ends=1
 * there is one that ends as a thread should: its module goes when that is certain.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched/task.h>

#include <linux/kdefer.h>

static bool stay;
module_param(stay, bool, 0444);
MODULE_PARM_DESC(stay, "shall the threads be left behind?");

static bool busy;
module_param(busy, bool, 0444);
MODULE_PARM_DESC(busy, "shall they run, and want to?");

static bool ends;
module_param(ends, bool, 0444);
MODULE_PARM_DESC(ends, "shall there be one that ends, and is waited for?");

static DECLARE_COMPLETION(asleep);
static DECLARE_COMPLETION(gone);

static void sleep(void *unused)
{
	set_current_state(TASK_IDLE);
	complete(&asleep);
	while (!kthread_should_stop()) {
		schedule();
		set_current_state(TASK_IDLE);
	}
	__set_current_state(TASK_RUNNING);
}

static void nothing(void *unused)
{
}

DEFER_FN(int, beneath, void *, data)
{
	defer_call(nothing, NULL);
	sleep(data);
	return 0;
}

RECOVER_FN(int, sleeper, void *, data)
{
	defer_recover();
	return beneath(data);
}

DEFER_FN(int, gives_up, void *, data)
{
	defer_call(sleep, data);
	soft_panic(-ENODATA, "asked to");
}

RECOVER_FN(int, panicker, void *, data)
{
	defer_recover();
	return gives_up(data);
}

DEFER_FN(int, runner, void *, data)
{
	defer_call(nothing, NULL);
	preempt_disable();
	complete(&asleep);
	while (busy)
		__delay(ULONG_MAX / 2);
	preempt_enable();
	return 0;
}

RECOVER_FN(int, ender, void *, data)
{
	defer_recover();
	complete(&asleep);
	kthread_complete_and_exit(&gone, 0);
}

static struct task_struct *threads[2];

static int begin(unsigned int i, int (*function)(void *), const char *name)
{
	struct task_struct *task = kthread_create(function, NULL, name);

	if (IS_ERR(task))
		return PTR_ERR(task);
	if (busy)
		kthread_bind(task, 1);
	threads[i] = get_task_struct(task);
	wake_up_process(task);
	wait_for_completion(&asleep);
	return 0;
}

static void end(unsigned int i)
{
	if (!threads[i])
		return;
	kthread_stop(threads[i]);
	put_task_struct(threads[i]);
}

static int begin_busy(void)
{
	int err = begin(0, sleeper, "waiter");

	if (err)
		return err;
	err = begin(1, runner, "runner");
	if (err)
		end(0);
	else
		wake_up_process(threads[0]);
	return err;
}

static int __init unload_init(void)
{
	int err;

	if (busy)
		return begin_busy();
	if (ends)
		return begin(0, ender, "ender");
	err = begin(0, sleeper, "sleeper");
	if (!err)
		err = begin(1, panicker, "panicker");
	if (err)
		end(0);
	return err;
}

static void __exit unload_exit(void)
{
	if (stay || busy)
		return;
	if (ends) {
		wait_for_completion(&gone);
		put_task_struct(threads[0]);
		return;
	}
	end(0);
	end(1);
}

module_init(unload_init);
module_exit(unload_exit);

MODULE_DESCRIPTION("Test of kdefer: a client that goes too early");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
