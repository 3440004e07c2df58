// SPDX-License-Identifier: GPL-2.0
/*
 * Probes on whatever function is asked for, assembly and functions that ftrace leaves
 * alone included, which kprobe_events refuses. In /sys/kernel/debug/kdefer_probes:
 *
 *	add	write "p SYMBOL..." for kprobes, "r SYMBOL..." for kretprobes
 *	remove	write MODULE to remove those of its functions
 *	report	read how many there are, and what they have seen
 *
 * Does not use kdefer, and so does not keep it loaded.
 */
#include <linux/debugfs.h>
#include <linux/kprobes.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#define INSTANCES 64

/**
 * struct probe - one probe
 * @node:     in the list of all
 * @returns:  a kretprobe?
 * @ret:      it; a kprobe uses ret.kp alone
 * @seen:     entries; a count may be lost
 * @returned: likewise, returns
 * @symbol:   of the function
 */
struct probe {
	struct list_head node;
	bool returns;
	struct kretprobe ret;
	unsigned long seen;
	unsigned long returned;
	char symbol[];
};

static LIST_HEAD(probes);
static DEFINE_MUTEX(lock); /* of the list */
static unsigned long removed_probes, removed_seen, removed_missed;

static int on_hit(struct kprobe *kp, struct pt_regs *regs)
{
	container_of(kp, struct probe, ret.kp)->seen++;
	return 0;
}

static int on_entry(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	container_of(get_kretprobe(ri), struct probe, ret)->seen++;
	return 0;
}

static int on_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct kretprobe *ret = get_kretprobe(ri);

	if (ret)
		container_of(ret, struct probe, ret)->returned++;
	return 0;
}

static int add(bool returns, const char *symbol)
{
	size_t bytes = strlen(symbol) + 1;
	struct probe *probe = kzalloc(sizeof(*probe) + bytes, GFP_KERNEL);
	int err;

	if (!probe)
		return -ENOMEM;
	memcpy(probe->symbol, symbol, bytes);
	probe->returns = returns;
	probe->ret.kp.symbol_name = probe->symbol;
	if (returns) {
		probe->ret.entry_handler = on_entry;
		probe->ret.handler = on_return;
		probe->ret.maxactive = INSTANCES;
		err = register_kretprobe(&probe->ret);
	} else {
		probe->ret.kp.pre_handler = on_hit;
		err = register_kprobe(&probe->ret.kp);
	}
	if (err) {
		kfree(probe);
		return err;
	}
	list_add(&probe->node, &probes);
	return 0;
}

static unsigned long missed_by(const struct probe *probe)
{
	return probe->returns ? probe->ret.nmissed : 0;
}

static void remove(struct probe *probe)
{
	if (probe->returns)
		unregister_kretprobe(&probe->ret);
	else
		unregister_kprobe(&probe->ret.kp);
	removed_probes++;
	removed_seen += probe->seen;
	removed_missed += missed_by(probe);
	list_del(&probe->node);
	kfree(probe);
}

static char *read_words(const char __user *ubuf, size_t len)
{
	char *text = memdup_user_nul(ubuf, min_t(size_t, len, 1 << 16));

	return IS_ERR(text) ? text : strim(text);
}

/* What the kernel does not let us probe is left out; not even one is an error. */
static ssize_t add_write(struct file *file, const char __user *ubuf, size_t len,
			 loff_t *pos)
{
	char *text = read_words(ubuf, len), *rest = text, *kind, *symbol;
	unsigned int added = 0;

	if (IS_ERR(text))
		return PTR_ERR(text);
	mutex_lock(&lock);
	kind = strsep(&rest, " ");
	while ((symbol = strsep(&rest, " ")))
		if (*symbol)
			added += !add(*kind == 'r', symbol);
	mutex_unlock(&lock);
	kfree(text);
	return added ? len : -ENOENT;
}

static const struct file_operations add_fops = {
	.owner = THIS_MODULE,
	.write = add_write,
};

static ssize_t remove_write(struct file *file, const char __user *ubuf,
			    size_t len, loff_t *pos)
{
	char *module = read_words(ubuf, len);
	struct probe *probe, *next;
	size_t bytes;

	if (IS_ERR(module))
		return PTR_ERR(module);
	bytes = strlen(module);
	mutex_lock(&lock);
	list_for_each_entry_safe(probe, next, &probes, node)
		if (!strncmp(probe->symbol, module, bytes) &&
		    probe->symbol[bytes] == ':')
			remove(probe);
	mutex_unlock(&lock);
	kfree(module);
	return len;
}

static const struct file_operations remove_fops = {
	.owner = THIS_MODULE,
	.write = remove_write,
};

static int report_show(struct seq_file *out, void *unused)
{
	unsigned long count = removed_probes, seen = removed_seen;
	unsigned long missed = removed_missed;
	struct probe *probe;

	mutex_lock(&lock);
	list_for_each_entry(probe, &probes, node) {
		count++;
		seen += probe->seen;
		missed += missed_by(probe);
		if (missed_by(probe))
			seq_printf(out,
				   "%s: %lu seen, %lu returned, %lu missed\n",
				   probe->symbol, probe->seen, probe->returned,
				   missed_by(probe));
	}
	mutex_unlock(&lock);
	seq_printf(out, "%lu probes, %lu seen, %lu missed\n", count, seen,
		   missed);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(report);

static struct dentry *dir;

static int __init probes_init(void)
{
	dir = debugfs_create_dir(KBUILD_MODNAME, NULL);
	debugfs_create_file("add", 0200, dir, NULL, &add_fops);
	debugfs_create_file("remove", 0200, dir, NULL, &remove_fops);
	debugfs_create_file("report", 0400, dir, NULL, &report_fops);
	return 0;
}

static void __exit probes_exit(void)
{
	struct probe *probe, *next;

	debugfs_remove(dir);
	list_for_each_entry_safe(probe, next, &probes, node)
		remove(probe);
}

module_init(probes_init);
module_exit(probes_exit);

MODULE_DESCRIPTION("Test of kdefer: probes on what is asked for");
MODULE_LICENSE("GPL");
