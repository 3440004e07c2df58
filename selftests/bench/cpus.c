// SPDX-License-Identifier: GPL-2.0
/*
 * Do soft panics on several CPUs at once get in each other's way? A read of debugfs'
 * kdefer_bench/cpus has lines for one CPU, for two, and so on:
 *
 *	cpus <number> <peer> <times in all> <nanoseconds>
 *
 * The peer "plain" only calls a function, the peer "format" formats some text for itself: what they
 * lose on several CPUs is the machine's doing. The latter comes past as much code as a panic.
 */
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/sched/task.h>
#include <linux/seq_file.h>

#include "cpus.h"

#define RUN_NS (200 * NSEC_PER_MSEC)
#define PER_LOOK 256
#define MAX_CPUS 8

/* A thread on a CPU of its own, and how much it has done. */
struct runner {
	struct task_struct *task;
	void (*work)(unsigned long times);
	unsigned long times;
};

static int run(void *data)
{
	struct runner *r = data;
	u64 end = ktime_get_ns() + RUN_NS;

	do {
		r->work(PER_LOOK);
		r->times += PER_LOOK;
		cond_resched();
	} while (ktime_get_ns() < end);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

static int start(struct runner *r, unsigned int cpu)
{
	r->times = 0;
	r->task = kthread_create_on_cpu(run, r, cpu, "bench/%u");
	return PTR_ERR_OR_ZERO(r->task);
}

/* Runs on the first @nr CPUs at once, and returns how often all did it. */
static unsigned long run_on(unsigned int nr, void (*work)(unsigned long times))
{
	struct runner runners[MAX_CPUS];
	unsigned int cpu, started = 0;
	unsigned long sum = 0;

	while (started < nr) {
		runners[started].work = work;
		if (start(&runners[started], started))
			break;
		started++;
	}
	for (cpu = 0; cpu < started; cpu++)
		wake_up_process(runners[cpu].task);
	schedule_timeout_uninterruptible(nsecs_to_jiffies(RUN_NS) + 2);
	for (cpu = 0; cpu < started; cpu++) {
		kthread_stop(runners[cpu].task);
		sum += runners[cpu].times;
	}
	return sum;
}

static int cpus_show(struct seq_file *m, void *unused)
{
	unsigned int nr;

	for (nr = 1; nr <= min(num_online_cpus(), MAX_CPUS + 0U); nr++) {
		seq_printf(m, "cpus %u kdefer %lu %lu\n", nr,
			   run_on(nr, bench_panics), RUN_NS);
		seq_printf(m, "cpus %u plain %lu %lu\n", nr,
			   run_on(nr, bench_calls), RUN_NS);
		seq_printf(m, "cpus %u format %lu %lu\n", nr,
			   run_on(nr, bench_formats), RUN_NS);
	}
	return 0;
}

static int cpus_open(struct inode *inode, struct file *file)
{
	return single_open(file, cpus_show, NULL);
}

const struct file_operations cpus_fops = {
	.owner = THIS_MODULE,
	.open = cpus_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};
