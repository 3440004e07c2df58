// SPDX-License-Identifier: GPL-2.0
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/kobject.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "entry.h"

/* One process at a time: what it asks for, and what came of it. */
static struct visit visit;
static char *give_up_in = "";

module_param(give_up_in, charp, 0644);
MODULE_PARM_DESC(give_up_in, "the entry point that is to soft panic");
module_param_named(cleaned, visit.cleaned, int, 0644);
MODULE_PARM_DESC(cleaned, "deferred calls made");
module_param_named(panics, visit.panics, int, 0644);
MODULE_PARM_DESC(panics, "soft panics raised");

static void visit_from(const char *entry)
{
	visit.give_up = sysfs_streq(give_up_in, entry);
	soft_panic_on(descend(&visit, 2) != RETURNED);
}

RECOVER_FN(int, on_open, struct inode *, inode, struct file *, file)
{
	defer_call(finish, &visit);
	defer_recover();
	visit_from("open");
	return 0;
}

RECOVER_FN(int, on_release, struct inode *, inode, struct file *, file)
{
	defer_call(finish, &visit);
	defer_recover();
	visit_from("release");
	return 0;
}

RECOVER_FN(ssize_t, on_read, struct file *, file, char __user *, to, size_t,
	   len, loff_t *, pos)
{
	defer_call(finish, &visit);
	defer_recover();
	visit_from("read");
	return 0;
}

RECOVER_FN(ssize_t, on_write, struct file *, file, const char __user *, from,
	   size_t, len, loff_t *, pos)
{
	defer_call(finish, &visit);
	defer_recover();
	visit_from("write");
	return len;
}

RECOVER_FN(long, on_ioctl, struct file *, file, unsigned int, cmd,
	   unsigned long, arg)
{
	defer_call(finish, &visit);
	defer_recover();
	visit_from("ioctl");
	return 0;
}

static const struct file_operations device_fops = {
	.owner = THIS_MODULE,
	.open = on_open,
	.release = on_release,
	.read = on_read,
	.write = on_write,
	.unlocked_ioctl = on_ioctl,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "kdefer_entry",
	.fops = &device_fops,
};

RECOVER_FN(ssize_t, on_sysfs_show, struct kobject *, kobj,
	   struct kobj_attribute *, attr, char *, text)
{
	defer_call(finish, &visit);
	defer_recover();
	visit_from("sysfs");
	return sysfs_emit(text, "seven\n");
}

static struct kobj_attribute sysfs_attribute =
	__ATTR(kdefer_entry, 0400, on_sysfs_show, NULL);

RECOVER_FN(int, on_debugfs_show, struct seq_file *, out, void *, unused)
{
	defer_call(finish, &visit);
	defer_recover();
	visit_from("debugfs");
	seq_puts(out, "seven\n");
	return 0;
}

static int debugfs_open(struct inode *inode, struct file *file)
{
	return single_open(file, on_debugfs_show, NULL);
}

static const struct file_operations debugfs_fops = {
	.owner = THIS_MODULE,
	.open = debugfs_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};

RECOVER_FN(int, on_param_set, const char *, text, const struct kernel_param *,
	   param)
{
	defer_call(finish, &visit);
	defer_recover();
	visit_from("param_set");
	return 0;
}

RECOVER_FN(int, on_param_get, char *, text, const struct kernel_param *, param)
{
	defer_call(finish, &visit);
	defer_recover();
	visit_from("param_get");
	return sysfs_emit(text, "seven\n");
}

static const struct kernel_param_ops param_ops = {
	.set = on_param_set,
	.get = on_param_get,
};

module_param_cb(param, &param_ops, NULL, 0644);
MODULE_PARM_DESC(param, "an entry point itself");

static struct dentry *debugfs_file;

int user_entries_add(void)
{
	int err;

	init_completion(&visit.done);
	err = misc_register(&device);
	if (err)
		return err;
	err = sysfs_create_file(kernel_kobj, &sysfs_attribute.attr);
	if (err)
		goto err_deregister_device;
	debugfs_file = debugfs_create_file("kdefer_entry_show", 0400, NULL,
					   NULL, &debugfs_fops);
	return 0;

err_deregister_device:
	misc_deregister(&device);
	return err;
}

void user_entries_remove(void)
{
	debugfs_remove(debugfs_file);
	sysfs_remove_file(kernel_kobj, &sysfs_attribute.attr);
	misc_deregister(&device);
}
