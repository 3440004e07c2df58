// SPDX-License-Identifier: GPL-2.0
/*
 * What can go wrong, after the list of crash points of the kernel's own LKDTM, with its
 * names where there are any. Those that end the machine, or hang it, are not here.
 */
#include <linux/bug.h>
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/list_sort.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/poison.h>
#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <linux/wait.h>

#include "../arch.h"
#include "trap.h"

static const unsigned long rodata = 0xAA55AA55;
static unsigned long ro_after_init __ro_after_init = 0x55AA5500;
/* What may be code is where code may be. */
static u8 code_in_data[16] __aligned(4) = { 0xc3 };

static long warning(void)
{
	WARN(1, "on purpose\n");
	return 0;
}

static long bug(void)
{
	BUG();
	return 0;
}

/* EXCEPTION */
static long null_write(void)
{
	unsigned long *p = NULL;

	OPTIMIZER_HIDE_VAR(p);
	WRITE_ONCE(*p, 1);
	return 0;
}

static noinline long read_at(unsigned long addr)
{
	return READ_ONCE(*(unsigned long *)addr) & 0;
}

long trap_read_null(void)
{
	return read_at(8);
}

static long access_null(void)
{
	return read_at(8);
}

static long access_poison(void)
{
	return read_at((unsigned long)LIST_POISON1);
}

static long access_hole(void)
{
	void *page = vzalloc(PAGE_SIZE);

	vfree(page);
	return read_at((unsigned long)page);
}

static unsigned long user_page(void)
{
	unsigned long at = vm_mmap(NULL, 0, PAGE_SIZE,
				   PROT_READ | PROT_WRITE | PROT_EXEC,
				   MAP_PRIVATE | MAP_ANONYMOUS, 0);

	if (!IS_ERR_VALUE(at) && clear_user((void __user *)at, PAGE_SIZE))
		return 0;
	return at;
}

static long access_userspace(void)
{
	return read_at(user_page());
}

/* Nothing is mapped there; it is an address of user space all the same. */
static long access_userspace_hole(void)
{
	return read_at(0x10000000);
}

static noinline long execute(const void *code)
{
	void (*fn)(void) = code;

	OPTIMIZER_HIDE_VAR(fn);
	fn();
	return 0;
}

static long exec_null(void)
{
	return execute(NULL);
}

static long exec_userspace(void)
{
	return execute((void *)user_page());
}

static long exec_data(void)
{
	return execute(code_in_data);
}

static long exec_rodata(void)
{
	return execute(&rodata);
}

static long exec_stack(void)
{
	u8 code[16] __aligned(4) = { 0xc3 };

	barrier_data(code);
	return execute(code);
}

static long exec_kmalloc(void)
{
	return execute(kzalloc(64, GFP_KERNEL));
}

static long exec_vmalloc(void)
{
	return execute(vzalloc(64));
}

static long exec_poison(void)
{
	return execute(LIST_POISON1);
}

static noinline long write_at(const void *at)
{
	WRITE_ONCE(*(unsigned long *)at, 1);
	return 0;
}

static long write_ro(void)
{
	return write_at(&rodata);
}

static long write_ro_after_init(void)
{
	return write_at(&ro_after_init);
}

static long write_kern(void)
{
	return write_at(memcpy);
}

static long division(void)
{
	return divide_by_asm(1, 0) & 0;
}

static long corrupt_list_del(void)
{
	struct list_head entry, head;

	INIT_LIST_HEAD(&head);
	list_add(&entry, &head);
	list_del(&entry);
	list_del(&entry);
	return 0;
}

static long corrupt_list_add(void)
{
	struct list_head entry, head, other;

	INIT_LIST_HEAD(&head);
	INIT_LIST_HEAD(&other);
	head.next = &other;
	other.prev = &other;
	list_add(&entry, &head);
	return 0;
}

static long slab_free_double(void)
{
	void *p = kmalloc(64, GFP_KERNEL);

	OPTIMIZER_HIDE_VAR(p);
	kfree(p);
	OPTIMIZER_HIDE_VAR(p);
	kfree(p);
	return 0;
}

/* More than the object has. */
static long usercopy_slab(void)
{
	unsigned long user = user_page();
	void *p = kzalloc(64, GFP_KERNEL);
	/* What it has room for is not 64 everywhere. */
	size_t bytes = p ? ksize(p) + 32 : 0;

	OPTIMIZER_HIDE_VAR(p);
	OPTIMIZER_HIDE_VAR(bytes);
	if (copy_to_user((void __user *)user, p, bytes))
		return -EFBIG;
	return 0;
}

static long fortified(void)
{
	struct {
		char a[8];
		char b[8];
	} s = { "1234567", "1234567" };

	memset(s.a, 'a', sizeof(s.a));
	barrier_data(&s);
	return strlen(s.a) & 0;
}

static long refcount_zero_inc(void)
{
	refcount_t r = REFCOUNT_INIT(0);

	refcount_inc(&r);
	return 0;
}

/* It has a BUG_ON() for an inode that nobody has begun to free. */
static long bug_in_kernel(void)
{
	struct inode *inode = kzalloc(sizeof(*inode), GFP_KERNEL);

	inode_init_once(inode);
	clear_inode(inode);
	return 0;
}

static noinline long strlen_null(void)
{
	const char *s = NULL;
	static size_t length;

	OPTIMIZER_HIDE_VAR(s);
	WRITE_ONCE(length, strlen(s));
	return 0;
}

static noinline long memcpy_null(void)
{
	char to[128];
	size_t bytes = sizeof(to);
	const void *from = NULL;

	OPTIMIZER_HIDE_VAR(from);
	OPTIMIZER_HIDE_VAR(bytes);
	memcpy(to, from, bytes);
	barrier_data(to);
	return 0;
}

/* The kernel's function calls what is NULL as the last thing that it does: by a jump. */
static long tail_call_in_kernel(void)
{
	static const struct file_operations no_ops;
	static struct file file = { .f_op = &no_ops, .f_mode = FMODE_LSEEK };

	return vfs_llseek(&file, 0, SEEK_SET) & 0;
}

static noinline long kfree_poison(void)
{
	void *p = (void *)0x5a5a5a5a5a5a5a5aUL;

	OPTIMIZER_HIDE_VAR(p);
	kfree(p);
	return 0;
}

static int fault_in_callback(struct wait_queue_entry *wait, unsigned int mode,
			     int flags, void *key)
{
	return read_at(0);
}

/* Under the lock of the queue. */
static long in_wake_up(void)
{
	DECLARE_WAIT_QUEUE_HEAD_ONSTACK(queue);
	DEFINE_WAIT_FUNC(wait, fault_in_callback);

	add_wait_queue(&queue, &wait);
	wake_up(&queue);
	return 0;
}

static int compare(void *priv, const struct list_head *a,
		   const struct list_head *b)
{
	return read_at(0);
}

static long in_list_sort(void)
{
	struct list_head a, b;
	LIST_HEAD(head);

	list_add(&a, &head);
	list_add(&b, &head);
	list_sort(NULL, &head, compare);
	return 0;
}

static DEFINE_RAW_SPINLOCK(lock);

/* What is held is the client's, and nobody gives it back. */
static long leaks_irqs(void)
{
	local_irq_disable();
	return read_at(0);
}

static long leaks_rcu(void)
{
	rcu_read_lock();
	return read_at(0);
}

static void unlock(void *unused)
{
	raw_spin_unlock(&lock);
}

DEFER_FN(long, holds)
{
	raw_spin_lock(&lock);
	defer_call(unlock, NULL);
	return read_at(0);
}

/* It is given back. */
static long gives_back(void)
{
	return holds();
}

const struct crash crashes[] = { { "WARNING", warning },
				 { "BUG", bug },
				 { "EXCEPTION", null_write },
				 { "ACCESS_NULL", access_null },
				 { "ACCESS_POISON", access_poison },
				 { "ACCESS_HOLE", access_hole },
				 { "ACCESS_USERSPACE", access_userspace },
				 { "ACCESS_USERSPACE_HOLE",
				   access_userspace_hole },
				 { "EXEC_NULL", exec_null },
				 { "EXEC_USERSPACE", exec_userspace },
				 { "EXEC_DATA", exec_data },
				 { "EXEC_RODATA", exec_rodata },
				 { "EXEC_STACK", exec_stack },
				 { "EXEC_KMALLOC", exec_kmalloc },
				 { "EXEC_VMALLOC", exec_vmalloc },
				 { "EXEC_POISON", exec_poison },
				 { "WRITE_RO", write_ro },
				 { "WRITE_RO_AFTER_INIT", write_ro_after_init },
				 { "WRITE_KERN", write_kern },
				 { "DIVISION", division },
				 { "CORRUPT_LIST_ADD", corrupt_list_add },
				 { "CORRUPT_LIST_DEL", corrupt_list_del },
				 { "SLAB_FREE_DOUBLE", slab_free_double },
				 { "USERCOPY_SLAB", usercopy_slab },
				 { "FORTIFIED", fortified },
				 { "REFCOUNT_ZERO_INC", refcount_zero_inc },
				 { "BUG_IN_KERNEL", bug_in_kernel },
				 { "STRLEN_NULL", strlen_null },
				 { "MEMCPY_NULL", memcpy_null },
				 { "KFREE_POISON", kfree_poison },
				 { "TAIL_CALL_IN_KERNEL", tail_call_in_kernel },
				 { "IN_WAKE_UP", in_wake_up },
				 { "IN_LIST_SORT", in_list_sort },
				 { "LEAKS_IRQS", leaks_irqs },
				 { "LEAKS_RCU", leaks_rcu },
				 { "GIVES_BACK", gives_back },
				 { "MARKS", read_with_marks },
				 {} };
