// SPDX-License-Identifier: GPL-2.0
/*
 * A client that was built without include/kdefer.mk: its functions use the frame pointer
 * as they like, and only the kernel's own unwinder knows the way.
 */
#include <linux/kernel.h>
#include <linux/list_sort.h>
#include <linux/module.h>

#include "../arch.h"
#include "steps.h"

static noinline long read_at(void *addr)
{
	return READ_ONCE(*(long *)addr);
}

static noinline long plain(void *addr)
{
	return read_at(addr) + read_at(addr + 8);
}

DEFER_FN(long, holding, void *, addr)
{
	STEP(1);
	return plain(addr) + 1;
}

RECOVER_FN(long, trapping, void *, addr)
{
	STEP(3);
	defer_recover_with(recover_7, NULL);
	STEP(2);
	if (trap_faults())
		return -EOPNOTSUPP;
	return holding(addr) + 1;
}

static void test_plain(void)
{
	start();
	CHECK_EQ(trapping(NULL), 7);
	CHECK_EQ(order, 123);
}

static int compare(void *addr, const struct list_head *a,
		   const struct list_head *b)
{
	return holding(addr);
}

RECOVER_FN(long, sorting, void *, addr)
{
	struct list_head entries[4];
	LIST_HEAD(head);
	int i;

	STEP(3);
	defer_recover_with(recover_7, NULL);
	if (trap_faults())
		return -EOPNOTSUPP;
	for (i = 0; i < ARRAY_SIZE(entries); i++)
		list_add(&entries[i], &head);
	list_sort(addr, &head, compare);
	return 0;
}

static void test_through_the_kernel(void)
{
	start();
	CHECK_EQ(sorting(NULL), 7);
	CHECK_EQ(order, 13);
}

static void raise(void *unused)
{
	soft_panic(-EIO, "on purpose");
}

/*
 * The instruction before the one that faults has changed the stack: who takes the
 * fault for a call looks at the wrong place.
 */
RECOVER_FN(long, fault_after_push, void *, addr)
{
	STEP(1);
	defer_call(raise, NULL);
	STEP(2);
	defer_recover_with(recover_7, NULL);
	if (trap_faults())
		return -EOPNOTSUPP;
	return load_behind_push(addr);
}

RECOVER_FN(long, recover_outside, void *, addr)
{
	STEP(3);
	defer_recover_with(recover_7, NULL);
	STEP(4);
	return fault_after_push(addr);
}

/* A panic that is raised after the recovery goes on past the body that faulted. */
static void test_call_after_recovery(void)
{
	start();
	CHECK_EQ(recover_outside(NULL), 7);
	CHECK_EQ(order, 2143);
	CHECK_EQ(seen.panics, 2);
}

static void test_survive(void)
{
	struct outcome o;

	survive(&o, plain, NULL);
	CHECK_SURVIVED(&o, SOFT_PANIC_NULL_IN_C, NULL);
	CHECK_IN(o.ip, "read_at");
}

static const struct fault_case bare_cases[] = {
	{ "bare/plain", test_plain },
	{ "bare/through_the_kernel", test_through_the_kernel },
	{ "bare/call_after_recovery", test_call_after_recovery },
	{ "bare/survive", test_survive },
	{}
};

static int __init bare_init(void)
{
	faults_add_cases(bare_cases);
	return 0;
}

static void __exit bare_exit(void)
{
	faults_add_cases(NULL);
}

module_init(bare_init);
module_exit(bare_exit);

MODULE_DESCRIPTION("Tests of trap_faults() in a client without frame pointers");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
