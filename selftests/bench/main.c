// SPDX-License-Identifier: GPL-2.0
/*
 * Rounds of measurements: each read of debugfs' kdefer_bench/round is one, and has a
 * line for every peer and work:
 *
 *	sample <shape> <depth> <peer> <nanoseconds> <times>
 *	skip <shape> <depth> <peer> <reason>
 *
 * With the parameter "count" the second last number is what the time stamp counter
 * says instead, which counts instructions where QEMU is told to count them.
 */
#define pr_fmt(fmt) "kdefer_bench: " fmt

#include <linux/debugfs.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/list_sort.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/seq_file.h>

#include "../arch.h"
#include "bench.h"
#include "cpus.h"

static unsigned long batch_ns = 50000;
module_param(batch_ns, ulong, 0444);
MODULE_PARM_DESC(batch_ns, "how long each work is repeated per round");

static unsigned long count;
module_param(count, ulong, 0444);
MODULE_PARM_DESC(count, "count instructions, and repeat each work so often");

static char *only;
module_param(only, charp, 0444);
MODULE_PARM_DESC(only, "measure only this shape, for a profiler");

static char *peer;
module_param(peer, charp, 0644);
MODULE_PARM_DESC(peer, "measure only this peer, likewise");

struct res bench_res[NR_RES];
EXPORT_SYMBOL_GPL(bench_res);

static LIST_HEAD(peers);
static DEFINE_MUTEX(peers_lock);

void bench_add_peer(struct peer *peer)
{
	guard(mutex)(&peers_lock);
	list_add_tail(&peer->node, &peers);
}
EXPORT_SYMBOL_GPL(bench_add_peer);

void bench_remove_peer(struct peer *peer)
{
	guard(mutex)(&peers_lock);
	list_del(&peer->node);
}
EXPORT_SYMBOL_GPL(bench_remove_peer);

void bench_sort(int (*cmp)(void *depth, const struct list_head *a,
			   const struct list_head *b))
{
	struct list_head a, b;
	LIST_HEAD(list);

	list_add(&a, &list);
	list_add(&b, &list);
	list_sort(NULL, &list, cmp);
}

static u64 now(void)
{
	return count ? cpu_ticks() : ktime_get_ns();
}

static bool is_clean(void)
{
	unsigned int i;

	for (i = 0; i < NR_RES; i++)
		if (bench_res[i].taken)
			return false;
	return true;
}

/* Says how long it takes; -EINVAL if the work is not done. */
static s64 measure(const struct work *w, unsigned long times)
{
	u64 start = now();
	unsigned long wrong = w->run(times, w->depth);
	u64 end = now();

	return wrong || !is_clean() ? -EINVAL : end - start;
}

/* How often makes a batch? An interrupt may take longer than the work: three tries. */
static void choose_times(struct work *w)
{
	s64 took, enough = batch_ns / 2;

	if (count) {
		w->times = count;
		return;
	}
	w->times = 1;
	for (;;) {
		took = min3(measure(w, w->times), measure(w, w->times),
			    measure(w, w->times));
		if (took < 0 || took > enough)
			return;
		w->times *= 2;
	}
}

static const char *why_not(const struct work *w)
{
	if (w->is_big && THREAD_SIZE <= 16384)
		return "the stack has 16 KiB";
	if (IS_ENABLED(CONFIG_FRAME_POINTER) && !strcmp(w->shape, "foreign"))
		return "this kernel has frame pointers everywhere";
	if (IS_ENABLED(CONFIG_UML) && !strcmp(w->shape, "fault"))
		return "no faults are trapped on User Mode Linux";
	return NULL;
}

static void show_work(struct seq_file *m, const char *name, struct work *w)
{
	const char *why = why_not(w);
	s64 took;

	if (only && strcmp(only, w->shape))
		return;
	if (why) {
		seq_printf(m, "skip %s %u %s %s\n", w->shape, w->depth, name,
			   why);
		return;
	}
	if (!w->times)
		choose_times(w);
	took = measure(w, w->times);
	if (took < 0)
		seq_printf(m, "wrong %s %u %s\n", w->shape, w->depth, name);
	else
		seq_printf(m, "sample %s %u %s %lld %lu\n", w->shape, w->depth,
			   name, took, w->times);
}

static int round_show(struct seq_file *m, void *unused)
{
	struct peer *p;
	struct work *w;

	guard(mutex)(&peers_lock);
	/* What is counted is the work, and not the kernel threads that come in between. */
	if (count)
		sched_set_fifo(current);
	list_for_each_entry(p, &peers, node) {
		/* What is written to a parameter ends with a new line. */
		if (peer && !sysfs_streq(peer, p->name))
			continue;
		for (w = p->works; w->shape; w++)
			show_work(m, p->name, w);
	}
	if (count)
		sched_set_normal(current, 0);
	return 0;
}

/* Room for all lines: where it is too small, the round is made again. */
static int round_open(struct inode *inode, struct file *file)
{
	return single_open_size(file, round_show, NULL, 64 * 1024);
}

static const struct file_operations round_fops = {
	.owner = THIS_MODULE,
	.open = round_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};

static struct dentry *dir;

static int __init bench_init(void)
{
	bench_add_peer(&kdefer_peer);
	bench_add_peer(&plain_peer);
	bench_add_peer(&cleanup_peer);
	bench_add_peer(&goto_peer);
	bench_add_peer(&setjmp_peer);
	if (IS_ENABLED(CONFIG_KUNIT))
		bench_add_peer(&kunit_peer);
	dir = debugfs_create_dir("kdefer_bench", NULL);
	debugfs_create_file("round", 0400, dir, NULL, &round_fops);
	debugfs_create_file("cpus", 0400, dir, NULL, &cpus_fops);
	return 0;
}

static void __exit bench_exit(void)
{
	debugfs_remove(dir);
}

module_init(bench_init);
module_exit(bench_exit);

MODULE_DESCRIPTION("kdefer measured beside its peers");
MODULE_AUTHOR("The kdefer developers");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
