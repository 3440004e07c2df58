// SPDX-License-Identifier: GPL-2.0
/*
 * A task that dies in an oops, deep in functions with deferred calls, still unmaps its
 * memory and closes its files, on the same stack: what is left there of those functions
 * must not be taken for alive where a function has room that it has not written.
 */
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/module.h>

#include <linux/kdefer.h>

static void clean(void *unused)
{
}

static int *nowhere;

DEFER_FN(int, descend, int, depth)
{
	int result;

	defer_call(clean, NULL);
	if (!depth)
		return READ_ONCE(*READ_ONCE(nowhere));
	result = descend(depth - 1);
	barrier();
	return result;
}

static noinline int give_up_with_room(int n)
{
	char room[1792] __uninitialized;

	barrier_data(room);
	if (n)
		soft_panic(-ENODATA, "when it was closed");
	barrier_data(room);
	return 0;
}

RECOVER_FN(int, close_it, int, n)
{
	defer_recover();
	defer_call(clean, NULL);
	return give_up_with_room(n);
}

/* As deep as leaves room for what comes after death; frames of arm64 are larger. */
#define DEPTH (IS_ENABLED(CONFIG_ARM64) ? 22 : 40)

static ssize_t afterlife_write(struct file *file, const char __user *data,
			       size_t len, loff_t *pos)
{
	unsigned long addr =
		vm_mmap(file, 0, PAGE_SIZE, PROT_READ, MAP_PRIVATE, 0);

	if (IS_ERR_VALUE(addr))
		return addr;
	return descend(DEPTH);
}

/* Where its functions have their return addresses, one of the dead had its own. */
static noinline int close_lower(unsigned int bytes)
{
	char *room = __builtin_alloca(bytes);
	int result;

	barrier_data(room);
	result = close_it(1);
	barrier_data(room);
	return result;
}

static unsigned int close_everywhere(unsigned int *n)
{
	unsigned int bytes, recovered = 0;

	for (bytes = 0, *n = 0; bytes < 1024; bytes += 8, ++*n)
		recovered += close_lower(bytes) == -ENODATA;
	return recovered;
}

static int afterlife_release(struct inode *inode, struct file *file)
{
	unsigned int recovered, n;

	recovered = close_everywhere(&n);
	pr_info("closed: %u of %u\n", recovered, n);
	return 0;
}

/* Its memory goes before its files do. */
static void afterlife_unmap(struct vm_area_struct *vma)
{
	unsigned int recovered, n;

	recovered = close_everywhere(&n);
	pr_info("unmapped: %u of %u\n", recovered, n);
}

static const struct vm_operations_struct vm_ops = { .close = afterlife_unmap };

static int afterlife_mmap(struct file *file, struct vm_area_struct *vma)
{
	vma->vm_ops = &vm_ops;
	return 0;
}

static const struct file_operations fops = {
	.owner = THIS_MODULE,
	.mmap = afterlife_mmap,
	.write = afterlife_write,
	.release = afterlife_release,
};

static struct dentry *file;

static int __init afterlife_init(void)
{
	file = debugfs_create_file_unsafe("afterlife", 0600, NULL, NULL, &fops);
	return 0;
}

static void __exit afterlife_exit(void)
{
	debugfs_remove(file);
}

module_init(afterlife_init);
module_exit(afterlife_exit);

MODULE_DESCRIPTION("Test of kdefer: a task that has died closes a file");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
