// SPDX-License-Identifier: GPL-2.0
/*
 * Every kind of fault, at every kind of address: the handler is told the cause, the
 * very instruction and the address.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/poison.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "../arch.h"
#include "classes.h"

static const unsigned long constant = 1;

struct places at;

static void *map(unsigned long prot)
{
	return (void *)vm_mmap(NULL, 0, PAGE_SIZE, prot,
			       MAP_PRIVATE | MAP_ANONYMOUS, 0);
}

bool set_up(void)
{
	at.near_null = (void *)24;
	at.page = vzalloc(PAGE_SIZE);
	at.hole = at.page + PAGE_SIZE;
	at.constant = (void *)&constant;
	at.user = map(PROT_READ | PROT_WRITE | PROT_EXEC);
	at.user_hole = map(PROT_NONE);
	at.poison = LIST_POISON1;
	return at.page && !IS_ERR(at.user) && !IS_ERR(at.user_hole) &&
	       !clear_user((void __user *)at.user, PAGE_SIZE);
}

void tear_down(void)
{
	vm_munmap((unsigned long)at.user, PAGE_SIZE);
	vm_munmap((unsigned long)at.user_hole, PAGE_SIZE);
	vfree(at.page);
}

/*
 * Where a call returns to: the label behind it, or NOPs before that, with which the kernel
 * fills up where the way to call that suits the processor is shorter than another one.
 */
static bool returns_to(const char *ip, const char *label)
{
	const unsigned char *nop = (const unsigned char *)ip;

	return ip == label || (label - ip > 0 && label - ip <= 8 &&
			       (nop[0] == 0x90 || nop[0] == 0x66 ||
				(nop[0] == 0x0f && nop[1] == 0x1f)));
}

void check_fault(victim_fn *victim, const char *is_at, void *arg,
		 enum soft_panic_cause cause, void *addr)
{
	struct outcome o;

	survive(&o, victim, arg);
	CHECK_SURVIVED(&o, cause, addr);
	CHECK(victim == victim_call ? returns_to((const char *)o.ip, is_at) :
				      (const char *)o.ip == is_at);
}

static void test_read(void)
{
	PAGE_FAULT(read, at.null);
	PAGE_FAULT(read, at.near_null);
	PAGE_FAULT(read, at.hole);
	PAGE_FAULT(read, at.user_hole);
	POISON_FAULT(read);
}

static void test_write(void)
{
	PAGE_FAULT(write, at.null);
	PAGE_FAULT(write, at.hole);
	PAGE_FAULT(write, at.user_hole);
	PAGE_FAULT(write, at.constant);
	PAGE_FAULT(write, (void *)victim_read_at);
	POISON_FAULT(write);
	CHECK_EQ(READ_ONCE(constant), 1);
}

/* Memory of user space that is there: only the CPU's own guard makes it a fault. */
static void test_user_memory(void)
{
	if (cpu_keeps_out_of_user(false)) {
		PAGE_FAULT(read, at.user);
		PAGE_FAULT(write, at.user);
	}
	if (cpu_keeps_out_of_user(true))
		PAGE_FAULT(call, at.user);
}

/* A call that cannot be made is a fault of the caller. */
static void test_call(void)
{
	PAGE_FAULT(call, at.null);
	PAGE_FAULT(call, at.near_null);
	PAGE_FAULT(call, at.hole);
	PAGE_FAULT(call, at.page);
	PAGE_FAULT(call, at.user_hole);
}

/*
 * Where the CPU raises this one differs: at the call, in the thunk that makes it, or
 * at the address that there is none.
 */
static void test_call_poison(void)
{
	struct outcome o;

	survive(&o, victim_call, at.poison);
	CHECK_SURVIVED(&o, NOT_CANONICAL_CAUSE, NOT_CANONICAL_ADDR(at.poison));
}

static void test_invalid(void)
{
	OTHER_FAULT(invalid, NULL, BUG);
}

/* The first instruction: its function has no frame, what is before it another owner. */
static void test_first_instruction(void)
{
	PAGE_FAULT(read_first, at.null);
	PAGE_FAULT(read_pushed, at.null);
}

/* A loop stops at the first byte that is not there. */
static void test_loop(void)
{
	check_fault(victim_loop, victim_loop_at, at.page, SOFT_PANIC_PAGE_FAULT,
		    at.hole);
}

static long bug(void *arg)
{
	BUG_ON(!arg);
	return 0;
}

/* The compiler puts the second trap right behind that of the first. */
static noinline __noclone void panic_or_bug(int a, int b)
{
	if (unlikely(a == 3))
		soft_panic(-EINVAL, "a");
	BUG_ON(b == 4);
	barrier();
}

static long bug_beside_panic(void *arg)
{
	int a = 0;

	OPTIMIZER_HIDE_VAR(a);
	panic_or_bug(a, (long)arg);
	return 0;
}

static void test_bug(void)
{
	struct outcome o;

	survive(&o, bug, NULL);
	CHECK_SURVIVED(&o, SOFT_PANIC_BUG, NULL);
	CHECK_IN(o.ip, "bug");
	survive(&o, bug_beside_panic, (void *)4);
	CHECK_SURVIVED(&o, SOFT_PANIC_BUG, NULL);
}

/* Without a fault nothing is different. */
static void test_no_fault(void)
{
	struct outcome o;

	survive(&o, bug, &o);
	CHECK_EQ(o.result, 0);
	CHECK_EQ(o.order, 12345);
	CHECK_EQ(o.faults, 0);
}

CLASS_CASE(read);
CLASS_CASE(write);
CLASS_CASE(user_memory);
CLASS_CASE(call);
CLASS_CASE(call_poison);
CLASS_CASE(invalid);
CLASS_CASE(first_instruction);
CLASS_CASE(loop);

const struct fault_case class_cases[] = {
	{ "class/read", run_read },
	{ "class/write", run_write },
	{ "class/user_memory", run_user_memory },
	{ "class/call", run_call },
	{ "class/call_poison", run_call_poison },
	{ "class/invalid", run_invalid },
	{ "class/first_instruction", run_first_instruction },
	{ "class/loop", run_loop },
	{ "class/bug", test_bug },
	{ "class/no_fault", test_no_fault },
	{}
};
