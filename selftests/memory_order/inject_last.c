// SPDX-License-Identifier: GPL-2.0
/*
 * module/inject.c, inject_files.c: what is read of the last failure is of one failure.
 * Without: WITHOUT_WMB
 */
#include "order.h"

#define TASK_COMM_LEN 1
#define memcpy(to, from, bytes) ((to)[0] = (from)[0])
#define task_pid_nr(task) ((task)->pid)
#define cond_resched() ((void)0)

struct task {
	int pid;
	char comm[TASK_COMM_LEN];
};

static struct task task, *current = &task;

/* module/inject.h: struct inject_last */
static struct inject_last inject_last;

/* module/inject.c: remember() */
/* module/inject_files.c: read_last() */

static void other_cpu(void)
{
	task.pid = 1;
	task.comm[0] = 1;
	remember(1, 1);
	task.pid = 2;
	task.comm[0] = 2;
	remember(2, 2);
}

int main(void)
{
	struct inject_last last;

__CPROVER_ASYNC_1:
	other_cpu();
	read_last(&last);
	assert(last.err == (int)last.ip && last.pid == last.err &&
	       last.comm[0] == last.err);
	return 0;
}
