// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/elfpeek. What is written between open(2) and close(2) is one image, and
 * the last one that was closed is the device's, for everybody to read; writing
 * nothing takes it away. The first read(2) of an open file looks at the image.
 * If that is a good ELF file, what is read is a summary. If not, the first
 * read(2) fails, and what is read after that is the reason.
 */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/sizes.h>
#include <linux/slab.h>

#include <linux/kdefer.h>

#include "elfpeek.h"

#define REPORT_BYTES SZ_4K

/**
 * struct peek_file - an open file of the device
 * @lock:   held by read(2) and write(2) from end to end; taken before parse_lock
 * @draft:  the image that this file writes, NULL until it does
 * @report: the summary or the complaint, empty until the first read
 * @text:   memory of @report
 */
struct peek_file {
	struct mutex lock; /* of all that follows */
	struct elf_image *draft;
	struct seq_buf report;
	char *text;
};

/* The device's image. A reader takes a reference: later writers do not disturb it. */
static struct elf_image *published;
static DEFINE_MUTEX(published_lock);

/* One image at a time, so that many readers take no more memory than one. */
static DEFINE_MUTEX(parse_lock);

/* The parameter "trap". */
static bool use_trap = true;

static atomic_t live_parses;
static atomic_t complaints;

static void publish(struct elf_image *image)
{
	struct elf_image *old;

	/* A plain lock will do: nothing below it can give up. */
	mutex_lock(&published_lock);
	old = published;
	published = image;
	mutex_unlock(&published_lock);
	image_put(old);
}

static struct elf_image *published_get(void)
{
	guard(mutex)(&published_lock);
	return published ? image_get(published) : NULL;
}

RECOVER_FN(int, peek_open, struct inode *, inode, struct file *, filp)
{
	struct peek_file *file;

	defer_recover();
	file = soft_try(kzalloc(sizeof(*file), GFP_KERNEL_ACCOUNT));
	defer_free(kfree, file);
	file->text = soft_try(kmalloc(REPORT_BYTES, GFP_KERNEL_ACCOUNT));
	seq_buf_init(&file->report, file->text, REPORT_BYTES);
	mutex_init(&file->lock);
	filp->private_data = no_free_ptr(file);
	return 0;
}

static int peek_release(struct inode *inode, struct file *filp)
{
	struct peek_file *file = filp->private_data;

	if (filp->f_mode & FMODE_WRITE)
		publish(file->draft);
	kfree(file->text);
	kfree(file);
	return 0;
}

RECOVER_FN(ssize_t, peek_write, struct file *, filp, const char __user *, from,
	   size_t, len, loff_t *, pos)
{
	struct peek_file *file = filp->private_data;

	defer_recover();
	defer_guard(mutex, &file->lock);
	if (!file->draft)
		file->draft = soft_try(image_new());
	image_append(file->draft, from, len);
	return len;
}

/* What is left of a report when a soft panic cut it short: only the reason. */
static void keep_complaint(struct soft_panic *p, void *arg)
{
	struct seq_buf *report = arg;
	char *text;
	size_t room;

	if (!p)
		return;
	seq_buf_clear(report);
	seq_buf_printf(report, "%pe: ", ERR_PTR(p->err));
	room = seq_buf_get_buf(report, &text);
	seq_buf_commit(report, soft_panic_message(p, text, room));
	seq_buf_printf(report, "\n");
	atomic_inc(&complaints);
	recover(p, p->err);
}

static void count_down(void *count)
{
	atomic_dec(count);
}

DEFER_FN(void, make_report, struct peek_file *, file)
{
	struct elf_image *image;

	image = file->draft ? image_get(file->draft) : published_get();
	if (!image)
		soft_panic(-ENODATA, "nothing was written to the device");
	defer(elf_image, image);

	defer_guard(mutex, &parse_lock);
	atomic_inc(&live_parses);
	defer_call(count_down, &live_parses);

	elf_report(image, &file->report);
}

RECOVER_FN(ssize_t, peek_read, struct file *, filp, char __user *, to, size_t,
	   len, loff_t *, pos)
{
	struct peek_file *file = filp->private_data;

	defer_guard(mutex, &file->lock);
	/* Deferred after the lock was taken, so it runs before that is released. */
	defer_recover_with(keep_complaint, &file->report);
	/* From here on a bug of ours is a complaint as well, if this kernel lets it. */
	if (use_trap && trap_faults())
		pr_notice_once("elfpeek: a bug in here is an oops\n");
	if (!seq_buf_used(&file->report))
		make_report(file);
	return simple_read_from_buffer(to, len, pos, file->text,
				       seq_buf_used(&file->report));
}

static const struct file_operations peek_fops = {
	.owner = THIS_MODULE,
	.open = peek_open,
	.write = peek_write,
	.read = peek_read,
	.release = peek_release,
};

static struct miscdevice peek_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "elfpeek",
	.fops = &peek_fops,
};

static int __init elfpeek_init(void)
{
	return misc_register(&peek_device);
}

static void __exit elfpeek_exit(void)
{
	misc_deregister(&peek_device);
	publish(NULL);
}

module_init(elfpeek_init);
module_exit(elfpeek_exit);

/* What is alive, for everybody to see in /sys/module/elfpeek/parameters. */

static int never_set(const char *value, const struct kernel_param *kp)
{
	return -EPERM;
}

static int count_get(char *text, const struct kernel_param *kp)
{
	return sysfs_emit(text, "%d\n", atomic_read((atomic_t *)kp->arg));
}

static int locked_get(char *text, const struct kernel_param *kp)
{
	struct mutex *lock = kp->arg;

	return sysfs_emit(text, "%c\n", mutex_is_locked(lock) ? 'Y' : 'N');
}

static const struct kernel_param_ops count_ops = {
	.set = never_set,
	.get = count_get,
};

static const struct kernel_param_ops locked_ops = {
	.set = never_set,
	.get = locked_get,
};

module_param_cb(images, &count_ops, &live_images, 0444);
MODULE_PARM_DESC(images, "Images in memory (read only)");
module_param_cb(buffers, &count_ops, &live_buffers, 0444);
MODULE_PARM_DESC(buffers, "Buffers that looking at an image takes (read only)");
module_param_cb(parses, &count_ops, &live_parses, 0444);
MODULE_PARM_DESC(parses, "Readers that look at an image (read only)");
module_param_cb(locked, &locked_ops, &parse_lock, 0444);
MODULE_PARM_DESC(locked, "Whether a reader holds the lock (read only)");
module_param_cb(complaints, &count_ops, &complaints, 0444);
MODULE_PARM_DESC(complaints, "Soft panics that became an errno (read only)");

static int max_image_set(const char *value, const struct kernel_param *kp)
{
	return param_set_uint_minmax(value, kp, SZ_4K, SZ_16M);
}

static const struct kernel_param_ops max_image_ops = {
	.set = max_image_set,
	.get = param_get_uint,
};

module_param_cb(max_image, &max_image_ops, &max_image_bytes, 0444);
MODULE_PARM_DESC(
	max_image,
	"Size limit of an image in bytes (4096..16777216, default 16777216)");
module_param_named(bug, use_bug, bool, 0444);
MODULE_PARM_DESC(
	bug,
	"BUG() where a section is not within the file, as without kdefer (default N)");
module_param_named(null_bug, use_null_bug, bool, 0444);
MODULE_PARM_DESC(
	null_bug,
	"Read through NULL if a file has no section names, for the demonstration (default N)");
module_param_named(trap, use_trap, bool, 0444);
MODULE_PARM_DESC(
	trap,
	"Whether a CPU fault while reading is a soft panic, not an oops (default Y)");

MODULE_DESCRIPTION("Says what is in an ELF file: a demonstration of kdefer");
MODULE_AUTHOR("The kdefer authors");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
