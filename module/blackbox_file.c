// SPDX-License-Identifier: GPL-2.0
/*
 * What:	/sys/kernel/debug/kdefer/blackbox
 * Date:	since the first release
 * Contact:	the kdefer developers
 * Description:	The last soft panics that were recovered, contained or uncaught, of all CPUs,
 *		oldest first; a block each, with an empty line behind. The first line of a
 *		block says when, how it ended, its errno and where it was raised. The clock is
 *		that of dmesg: what two CPUs have is in order as far as they agree on the time.
 *		Each other line begins with a blank and the name of what it says; such without
 *		anything to say are missing:
 *
 *		text	   the reason, with line breaks as \012
 *		task	   name, process id, CPU
 *		context	   process, softirq, hardirq or nmi, and what was disabled
 *		cause	   of a CPU fault, which, and the address
 *		ended in   the function whose handler recovered, or that contained it
 *		result	   what that returned
 *		calls	   how many deferred calls were made
 *		replaced   a panic of the chain, oldest first
 *		passed	   a function of the kernel that it went past, innermost first
 *		stack	   a return address, innermost first, up to where it ended
 *
 *		A line with "#" at the end says how many were missed because of interrupts
 *		that had more panics than there is room for, if any were. Names are of the
 *		modules that are loaded when it is read.
 * Users:	people, and the tests of this module.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/overflow.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "blackbox.h"
#include "files.h"

#define MOST_RECORDS 4096

/* Guards which black box there is. Who writes to it takes none. */
static DEFINE_MUTEX(blackbox_lock);

static unsigned int blackbox_records = 64;

/* Before that the parameter is only kept. */
static bool is_ready;

static void free_box(struct blackbox *box)
{
	int cpu;

	if (!box)
		return;
	for_each_possible_cpu(cpu)
		kvfree(box->rings[cpu]);
	kfree(box);
}

static struct blackbox *alloc_box(unsigned int records)
{
	struct blackbox *box;
	int cpu;

	box = kzalloc(struct_size(box, rings, nr_cpu_ids), GFP_KERNEL);
	if (!box)
		return NULL;
	box->records = records;
	box->cpus = nr_cpu_ids;
	for_each_possible_cpu(cpu) {
		struct blackbox_ring *ring;

		ring = kvzalloc_node(struct_size(ring, record, records),
				     GFP_KERNEL, cpu_to_node(cpu));
		if (!ring) {
			free_box(box);
			return NULL;
		}
		box->rings[cpu] = ring;
	}
	return box;
}

/* Who is writing to the old one cannot be left meanwhile: RCU waits for that. */
static int replace_box(unsigned int records)
{
	struct blackbox *box = NULL, *old;

	lockdep_assert_held(&blackbox_lock);
	if (records) {
		box = alloc_box(records);
		if (!box)
			return -ENOMEM;
	}
	old = kdefer_blackbox;
	/* Who sees the new one sees it empty. */
	smp_store_release(&kdefer_blackbox, box);
	synchronize_rcu();
	free_box(old);
	return 0;
}

static int set_records(unsigned int records)
{
	int err = 0;

	mutex_lock(&blackbox_lock);
	if (is_ready && records != blackbox_records)
		err = replace_box(records);
	if (!err)
		blackbox_records = records;
	mutex_unlock(&blackbox_lock);
	return err;
}

static int blackbox_set(const char *val, const struct kernel_param *kp)
{
	unsigned int records;
	int err = kstrtouint(val, 0, &records);

	if (!err && records > MOST_RECORDS)
		err = -EINVAL;
	if (!err)
		err = set_records(records ? roundup_pow_of_two(records) : 0);
	if (err == -ENOMEM)
		pr_err("blackbox=%u: no memory for so many\n", records);
	else if (err)
		pr_err("blackbox=%.*s: must be a number from 0 to %u\n",
		       (int)strcspn(val, "\n"), val, MOST_RECORDS);
	return err == -ENOMEM ? err : err ? -EINVAL : 0;
}

static int blackbox_get(char *buf, const struct kernel_param *kp)
{
	return sysfs_emit(buf, "%u\n", READ_ONCE(blackbox_records));
}

static const struct kernel_param_ops blackbox_ops = {
	.set = blackbox_set,
	.get = blackbox_get,
};

module_param_cb(blackbox, &blackbox_ops, NULL, 0644);
MODULE_PARM_DESC(
	blackbox,
	"how many soft panics of each CPU are kept to be read: 0 to 4096, rounded up to a power of two (default: 64); 0: none");

/* One record and whose it was, in the order of a reader. */
struct entry {
	int cpu;
	struct blackbox_record record;
};

/**
 * struct snapshot - what a reader reads, which does not change any more
 * @missed:  &blackbox_ring.missed of all
 * @nr:	     records
 * @entries: the records
 */
struct snapshot {
	unsigned long missed;
	unsigned int nr;
	struct entry entries[];
};

/* One that changes all the time is left out: a newer one takes its place. */
static bool copy_whole(struct blackbox_record *to,
		       const struct blackbox_record *from)
{
	unsigned int tries;
	unsigned long seq;

	for (tries = 0; tries < 8; tries++) {
		/* What is read comes behind this ... */
		seq = smp_load_acquire(&from->seq);
		if (!seq)
			return false;
		if (seq & 1)
			continue;
		memcpy(to, from, sizeof(*to));
		smp_rmb(); /* ... and before that */
		if (READ_ONCE(from->seq) == seq)
			return true;
	}
	return false;
}

/* Where the clock is coarse many have the same time; those of one CPU have numbers. */
static int by_time(const void *a, const void *b)
{
	const struct entry *left = a, *right = b;

	if (left->record.time != right->record.time)
		return left->record.time < right->record.time ? -1 : 1;
	if (left->cpu != right->cpu)
		return left->cpu - right->cpu;
	return left->record.seq < right->record.seq ? -1 : 1;
}

static struct snapshot *take_snapshot(void)
{
	const struct blackbox *box = kdefer_blackbox;
	unsigned int records = box ? box->records : 0, i;
	struct snapshot *s;
	int cpu;

	lockdep_assert_held(&blackbox_lock);
	s = kvzalloc(struct_size(s, entries,
				 size_mul(records, num_possible_cpus())),
		     GFP_KERNEL);
	if (!s || !box)
		return s;
	for_each_possible_cpu(cpu) {
		const struct blackbox_ring *ring = box->rings[cpu];

		s->missed += local_read(&ring->missed);
		for (i = 0; i < records; i++) {
			struct entry *e = &s->entries[s->nr];

			e->cpu = cpu;
			s->nr += copy_whole(&e->record, &ring->record[i]);
		}
	}
	sort(s->entries, s->nr, sizeof(s->entries[0]), by_time, NULL);
	return s;
}

static const char *const ends[] = {
	[BLACKBOX_RECOVERED] = "recovered",
	[BLACKBOX_CONTAINED] = "contained",
	[BLACKBOX_UNCAUGHT] = "uncaught",
};

static const char *const causes[] = {
	[SOFT_PANIC_RAISED] = "raised",
	[SOFT_PANIC_PAGE_FAULT] = "page fault",
	[SOFT_PANIC_PROTECTION] = "protection",
	[SOFT_PANIC_DIVIDE] = "divide",
	[SOFT_PANIC_BUG] = "bug",
};

static_assert(ARRAY_SIZE(causes) == SOFT_PANIC_BUG + 1);

static const char *context_of(unsigned int preempt)
{
	if (preempt & NMI_MASK)
		return "nmi";
	if (preempt & HARDIRQ_MASK)
		return "hardirq";
	if (preempt & SOFTIRQ_OFFSET)
		return "softirq";
	return "process";
}

static void show_context(struct seq_file *out, const struct blackbox_record *r)
{
	const unsigned int bh = (r->preempt & SOFTIRQ_MASK) >> SOFTIRQ_SHIFT;

	seq_printf(out, " context %s", context_of(r->preempt));
	if (r->irqs_off)
		seq_puts(out, ", interrupts off");
	if (bh > 1)
		seq_puts(out, ", bottom halves off");
	if (r->preempt & PREEMPT_MASK)
		seq_printf(out, ", preemption off %u",
			   r->preempt & (unsigned int)PREEMPT_MASK);
	seq_putc(out, '\n');
}

static void show_older(struct seq_file *out, const struct blackbox_record *r)
{
	unsigned int i;

	for (i = 0; i < r->nr_older; i++) {
		const struct blackbox_older *o = &r->older[i];

		if (i == 1 && r->omitted)
			seq_printf(out, " replaced %u more\n", r->omitted);
		seq_printf(out, " replaced %pe at %pS%s%s\n", ERR_PTR(o->err),
			   (void *)o->ip, o->recovered ? " [recovered]" : "",
			   o->repanicked ? " [repanicked]" : "");
	}
}

static void show_addresses(struct seq_file *out,
			   const struct blackbox_record *r)
{
	unsigned int i;

	for (i = 0; i < r->nr_passed; i++)
		seq_printf(out, " passed %pB\n", (void *)r->passed[i]);
	for (i = 0; i < r->nr_stack; i++)
		if (!i && r->exact)
			seq_printf(out, " stack %pS\n", (void *)r->stack[i]);
		else
			seq_printf(out, " stack %pB\n", (void *)r->stack[i]);
}

static void show_record(struct seq_file *out, const struct entry *e)
{
	const struct blackbox_record *r = &e->record;
	const u64 us = div_u64(r->time, NSEC_PER_USEC);
	u32 fraction;
	const u64 seconds = div_u64_rem(us, USEC_PER_SEC, &fraction);

	seq_printf(out, "[%5llu.%06u] %s %pe at %pS\n", seconds, fraction,
		   ends[r->end], ERR_PTR(r->err), (void *)r->ip);
	seq_puts(out, " text ");
	seq_escape(out, r->text, "\n\\");
	seq_puts(out, "\n task ");
	seq_escape(out, r->comm, "\n\\");
	seq_printf(out, " %d cpu %d\n", r->pid, e->cpu);
	show_context(out, r);
	if (r->cause == SOFT_PANIC_PAGE_FAULT)
		seq_printf(out, " cause page fault, address %px\n",
			   (void *)r->addr);
	else if (r->cause != SOFT_PANIC_RAISED)
		seq_printf(out, " cause %s\n", causes[r->cause]);
	if (r->function)
		seq_printf(out, " ended in %ps\n", (void *)r->function);
	if (r->end == BLACKBOX_RECOVERED)
		seq_printf(out, " result %ld\n", (long)r->result);
	seq_printf(out, " calls %u\n", r->calls);
	show_older(out, r);
	show_addresses(out, r);
	seq_putc(out, '\n');
}

/* Behind the last record comes the end. */
static void *entry_at(struct seq_file *out, loff_t *pos)
{
	const struct snapshot *s = out->private;

	return *pos <= s->nr ? (void *)&s->entries[*pos] : NULL;
}

static void *blackbox_start(struct seq_file *out, loff_t *pos)
{
	return entry_at(out, pos);
}

static void *blackbox_next(struct seq_file *out, void *at, loff_t *pos)
{
	++*pos;
	return entry_at(out, pos);
}

static void blackbox_stop(struct seq_file *out, void *at)
{
}

static int blackbox_show(struct seq_file *out, void *at)
{
	const struct snapshot *s = out->private;

	if (at != &s->entries[s->nr])
		show_record(out, at);
	else if (s->missed)
		seq_printf(out, "# missed: %lu\n", s->missed);
	return 0;
}

static const struct seq_operations blackbox_seq = {
	.start = blackbox_start,
	.next = blackbox_next,
	.stop = blackbox_stop,
	.show = blackbox_show,
};

static int blackbox_open(struct inode *inode, struct file *file)
{
	struct snapshot *s;
	int err;

	mutex_lock(&blackbox_lock);
	s = take_snapshot();
	mutex_unlock(&blackbox_lock);
	if (!s)
		return -ENOMEM;
	err = seq_open(file, &blackbox_seq);
	if (err) {
		kvfree(s);
		return err;
	}
	((struct seq_file *)file->private_data)->private = s;
	return 0;
}

static int blackbox_release(struct inode *inode, struct file *file)
{
	kvfree(((struct seq_file *)file->private_data)->private);
	return seq_release(inode, file);
}

static const struct file_operations blackbox_fops = {
	.owner = THIS_MODULE,
	.open = blackbox_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = blackbox_release,
};

int blackbox_init(void)
{
	int err;

	mutex_lock(&blackbox_lock);
	err = replace_box(blackbox_records);
	is_ready = !err;
	mutex_unlock(&blackbox_lock);
	if (!err)
		debugfs_create_file("blackbox", 0400, files_dir(), NULL,
				    &blackbox_fops);
	return err;
}

/* The files are gone, and there is no client that could write. */
void blackbox_exit(void)
{
	mutex_lock(&blackbox_lock);
	is_ready = false;
	free_box(kdefer_blackbox);
	kdefer_blackbox = NULL;
	mutex_unlock(&blackbox_lock);
}
