// SPDX-License-Identifier: GPL-2.0
/*
 * A device: what is written to it is parsed, what is read is the table.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <linux/kdefer.h>

#include "frob.h"

static struct frob frob = {
	.lock = __MUTEX_INITIALIZER(frob.lock),
	.entries = LIST_HEAD_INIT(frob.entries),
};

/* A handler: runs while the mutex is held, which was taken before it was deferred. */
static void frob_complain(struct soft_panic *p, void *arg)
{
	struct frob *frob = arg;

	if (!p) /* a return: nothing to stop */
		return;
	soft_panic_message(p, frob->complaint, sizeof(frob->complaint));
	recover(p, p->err);
}

RECOVER_FN(ssize_t, frob_write, struct file *, file, const char __user *, ubuf,
	   size_t, len, loff_t *, pos)
{
	char *text;

	defer_guard(mutex, &frob.lock);
	defer_recover_with(frob_complain, &frob);
	/* A bug of ours below is an error as well, where the kernel allows that. */
	if (trap_faults())
		pr_info_once("faults are not trapped on this kernel\n");
	if (len > PAGE_SIZE)
		soft_panic(-E2BIG, "%zu bytes", len);
	text = soft_try(memdup_user_nul(ubuf, len));
	defer(kfree, text);
	frob_parse(&frob, text);
	return len;
}

RECOVER_FN(ssize_t, frob_read, struct file *, file, char __user *, ubuf, size_t,
	   len, loff_t *, pos)
{
	const struct frob_entry *entry;
	size_t n = 0;
	char *text;

	defer_recover(); /* a soft panic from here on is our -errno */
	text = soft_try(kmalloc(PAGE_SIZE, GFP_KERNEL));
	defer_free(kfree, text); /* when this block ends */
	defer_scoped_guard(mutex, &frob.lock)
		list_for_each_entry(entry, &frob.entries, list)
			n += scnprintf(text + n, PAGE_SIZE - n, "%s=%d\n",
				       entry->name, entry->value);
	return simple_read_from_buffer(ubuf, len, pos, text, n);
}

static const struct file_operations frob_fops = {
	.owner = THIS_MODULE,
	.read = frob_read,
	.write = frob_write,
};

static struct miscdevice frob_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "frob",
	.fops = &frob_fops,
};

/* module_init() takes a plain function. */
static int __init frob_init(void)
{
	return misc_register(&frob_device);
}
module_init(frob_init);

static void __exit frob_exit(void)
{
	misc_deregister(&frob_device);
	frob_clear(&frob.entries);
}
module_exit(frob_exit);

static int complaint_get(char *text, const struct kernel_param *kp)
{
	guard(mutex)(&frob.lock);
	return sysfs_emit(text, "%s\n", frob.complaint);
}

static const struct kernel_param_ops complaint_ops = { .get = complaint_get };

module_param_cb(complaint, &complaint_ops, NULL, 0444);
MODULE_PARM_DESC(complaint, "why the last text was refused");

MODULE_DESCRIPTION("Written from kdefer's template");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
