// SPDX-License-Identifier: GPL-2.0
/*
 * module/inject.c, inject_files.c: a thread that finds itself among those that are to fail finds
 * no number of another's.
 * Without: WITHOUT_RELEASE
 * As numbers: struct pid
 */
#include "order.h"

#define EBUSY 16
#define mutex_lock(lock) ((void)0)
#define mutex_unlock(lock) ((void)0)
#define put_pid(pid) ((void)0)
#define is_anything_due() ((void)0)
#define turn_key() ((void)0)
#define in_task() true
#define task_pid(task) (task)

enum { OLD = 1, NEW };

static const unsigned long current = NEW;

/* module/inject.h: struct inject_task */
static struct {
	struct inject_task tasks[1];
} inject_wish;

/* module/inject_files.c: place_of() */
/* module/inject_files.c: arm() */
/* module/inject.c: task_of_current() */

static void other_cpu(void)
{
	arm(NEW, 2);
}

int main(void)
{
	const struct inject_task *task;

	inject_wish.tasks[0].pid = OLD;
	inject_wish.tasks[0].left = 0;
	inject_wish.tasks[0].ip = 5;
	__CPROVER_fence("WWfence", "WRfence");
__CPROVER_ASYNC_1:
	other_cpu();
	task = task_of_current();
	if (task)
		assert(task->left == 2 && !task->ip);
	return 0;
}
