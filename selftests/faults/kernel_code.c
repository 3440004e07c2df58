// SPDX-License-Identifier: GPL-2.0
/*
 * Faults in the kernel's own functions that a client calls; and accesses that the
 * kernel expects to fault, which are none of our business.
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "../arch.h"
#include "faults.h"

/*
 * Through a pointer: the compiler must not make anything else of the calls. What is called is
 * assembly, of which a kernel with kCFI does not know the type.
 */
static void *(*call_memcpy)(void *to, const void *from, size_t len);
static void *(*call_memset)(void *to, int c, size_t len);
static size_t (*call_strlen)(const char *s);

/* The functions that do it, not those of KASAN that ask before. */
#ifdef CONFIG_KASAN
#define MEMCPY __memcpy
#define MEMSET __memset
#else
#define MEMCPY memcpy
#define MEMSET memset
#endif

static void check_in(victim_fn *victim, void *arg, enum soft_panic_cause cause,
		     void *addr, const char *function)
{
	struct outcome o;

	survive(&o, victim, arg);
	CHECK_SURVIVED(&o, cause, addr);
	CHECK_IN(o.ip, function);
}

/* Copies may begin at either end. */
static void check_in_copy(victim_fn *victim)
{
	struct outcome o;

	survive(&o, victim, NULL);
	CHECK_SURVIVED(&o, SOFT_PANIC_PAGE_FAULT, o.addr);
	CHECK(o.addr < 512);
	/* Two names of the same on arm64. */
	if (!is_in_function(o.ip, "memmove"))
		CHECK_IN(o.ip, "memcpy");
}

static __nocfi long copy_from(void *from)
{
	char to[512];

	call_memcpy(to, from, sizeof(to));
	return to[0];
}

static __nocfi long copy_to(void *to)
{
	static const char from[512];

	call_memcpy(to, from, sizeof(from));
	return 0;
}

static __nocfi long clear(void *to)
{
	call_memset(to, 0, 512);
	return 0;
}

static __nocfi long measure(void *s)
{
	return call_strlen(s);
}

/* The address is that of the first byte that is not there. */
static void test_strings(void)
{
	void *page = vzalloc(PAGE_SIZE);
	void *end = page + PAGE_SIZE;

	CHECK(page);
	WRITE_ONCE(call_memcpy, MEMCPY);
	WRITE_ONCE(call_memset, MEMSET);
	WRITE_ONCE(call_strlen, strlen);
	check_in_copy(copy_from);
	check_in_copy(copy_to);
	check_in(clear, (void *)64, SOFT_PANIC_PAGE_FAULT, (void *)64,
		 "memset");
	check_in(measure, NULL, SOFT_PANIC_NULL_IN_C, NULL, "strlen");
	memset(page, 'a', PAGE_SIZE);
	/* KASAN would have something to say of the hole first. */
	if (!IS_ENABLED(CONFIG_KASAN_VMALLOC))
		check_in(measure, page, SOFT_PANIC_PAGE_FAULT, end, "strlen");
	check_in(measure, LIST_POISON1, NOT_CANONICAL_CAUSE,
		 NOT_CANONICAL_ADDR(LIST_POISON1), "strlen");
	vfree(page);
}

static long delete_twice(void *arg)
{
	struct list_head entry, head;

	INIT_LIST_HEAD(&head);
	list_add(&entry, &head);
	list_del(&entry);
	list_del(&entry);
	return 0;
}

static long unlink_poisoned(void *arg)
{
	__list_del(arg, LIST_POISON2);
	return 0;
}

/* Where the kernel checks its lists it ends in a BUG(), elsewhere in a fault. */
static void test_list(void)
{
	if (IS_ENABLED(CONFIG_DEBUG_LIST))
		check_in(delete_twice, NULL, SOFT_PANIC_BUG, NULL,
			 "__list_del_entry_valid");
	check_in(unlink_poisoned, LIST_POISON1, NOT_CANONICAL_CAUSE,
		 NOT_CANONICAL_ADDR(&((struct list_head *)LIST_POISON2)->prev),
		 "unlink_poisoned");
}

static long free_unready(void *inode)
{
	clear_inode(inode);
	return 0;
}

/* It has a BUG_ON() for an inode that nobody has begun to free. */
static void test_bug(void)
{
	struct inode *inode = kzalloc(sizeof(*inode), GFP_KERNEL);

	CHECK(inode);
	inode_init_once(inode);
	check_in(free_unready, inode, SOFT_PANIC_BUG, NULL, "clear_inode");
	kfree(inode);
}

/* For each the right answer is a plain one, although it faults inside. */
static long expected_faults(void *user_hole)
{
	const void __user *from = (const void __user *)user_hole;
	unsigned long word;
	char c;

	CHECK_EQ(copy_from_user(&word, from, sizeof(word)), sizeof(word));
	CHECK_EQ(copy_to_user((void __user *)user_hole, &word, 8), 8);
	CHECK_EQ(get_user(c, (char __user *)user_hole), -EFAULT);
	CHECK_EQ(strncpy_from_user(&c, (const char __user *)user_hole, 1),
		 -EFAULT);
	CHECK_EQ(copy_from_kernel_nofault(&word, (void *)-PAGE_SIZE,
					  sizeof(word)),
		 -EFAULT);
	/* x86-64 does not try. */
	CHECK_EQ(copy_from_kernel_nofault(&word, LIST_POISON1, sizeof(word)),
		 IS_ENABLED(CONFIG_X86_64) ? -ERANGE : -EFAULT);

	if (!user_access_begin(from, sizeof(word)))
		return -1;
	unsafe_get_user(word, (unsigned long __user *)user_hole, efault);
	user_access_end();
	return -2;
efault:
	user_access_end();
	return 17;
}

/* Exception tables come first. */
static void test_exception_tables(void)
{
	unsigned long hole = vm_mmap(NULL, 0, PAGE_SIZE, PROT_NONE,
				     MAP_PRIVATE | MAP_ANONYMOUS, 0);
	struct outcome o;

	CHECK(!IS_ERR_VALUE(hole));
	survive(&o, expected_faults, (void *)hole);
	CHECK_EQ(o.result, 17);
	CHECK_EQ(o.faults, 0);
	CHECK_EQ(o.order, 12345);
	vm_munmap(hole, PAGE_SIZE);
}

/* A page that comes when it is touched. */
static long touch(void *user)
{
	unsigned long word = 1;

	CHECK_EQ(copy_from_user(&word, (void __user *)user, sizeof(word)), 0);
	return word;
}

static void test_demand_paging(void)
{
	unsigned long page = vm_mmap(NULL, 0, PAGE_SIZE, PROT_READ,
				     MAP_PRIVATE | MAP_ANONYMOUS, 0);
	struct outcome o;

	CHECK(!IS_ERR_VALUE(page));
	survive(&o, touch, (void *)page);
	CHECK_EQ(o.result, 0);
	CHECK_EQ(o.faults, 0);
	vm_munmap(page, PAGE_SIZE);
}

const struct fault_case kernel_code_cases[] = {
	{ "kernel/strings", test_strings },
	{ "kernel/list", test_list },
	{ "kernel/bug", test_bug },
	{ "kernel/exception_tables", test_exception_tables },
	{ "kernel/demand_paging", test_demand_paging },
	{}
};
