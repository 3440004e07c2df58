// SPDX-License-Identifier: GPL-2.0
/*
 * The same fault again and again, on two CPUs at once.
 */
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/moduleparam.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "faults.h"

static unsigned int rounds = 50000;
module_param(rounds, uint, 0644);
MODULE_PARM_DESC(rounds,
		 "faults of each of the two threads of rounds/two_cpus");

struct runner {
	unsigned int survived;
	struct completion done;
};

/* Freed on the way, inline and on the heap. */
RECOVER_FN(int, one_round, void *, null)
{
	unsigned int i;

	defer_recover();
	for (i = 0; i < 3; i++)
		defer(kfree, soft_try(kmalloc(256, GFP_KERNEL)));
	if (trap_faults())
		return -EOPNOTSUPP;
	return victim_read(null);
}

static int run(void *arg)
{
	struct runner *runner = arg;
	unsigned int i;

	for (i = 0; i < rounds; i++) {
		runner->survived += one_round(NULL) == -EFAULT;
		cond_resched();
	}
	complete(&runner->done);
	return 0;
}

static void start(struct runner *runner, unsigned int cpu)
{
	struct task_struct *task;

	init_completion(&runner->done);
	task = kthread_create_on_cpu(run, runner, cpu, "faults/%u");
	CHECK(!IS_ERR(task));
	if (IS_ERR(task))
		complete(&runner->done);
	else
		wake_up_process(task);
}

static void test_two_cpus(void)
{
	static struct runner runners[2];
	unsigned int i;

	CHECK(num_online_cpus() >= 2);
	for (i = 0; i < ARRAY_SIZE(runners); i++) {
		runners[i].survived = 0;
		start(&runners[i], i);
	}
	for (i = 0; i < ARRAY_SIZE(runners); i++) {
		wait_for_completion(&runners[i].done);
		CHECK_EQ(runners[i].survived, rounds);
	}
}

const struct fault_case rounds_cases[] = { { "rounds/two_cpus", test_two_cpus },
					   {} };
