// SPDX-License-Identifier: GPL-2.0
/*
 * Deferred calls for which there is no memory. A kernel as distributed cannot
 * inject that; a probe on the function of kdefer.ko that allocates can: every
 * n-th time it returns NULL without having run.
 */
#include <linux/atomic.h>
#include <linux/irqflags.h>
#include <linux/kprobes.h>

#include <linux/kdefer.h>

#include "../cases.h"
#include "../fail_alloc.h"

#define ROUNDS 2000
#define CALLS 40 /* in a round, two of them in the frame */

static atomic_t asked; /* allocations */
static atomic_t failed; /* those that failed */
static atomic_t tried; /* deferred calls that a function has asked for */
static atomic_t made; /* those that were made */
static unsigned int every; /* which allocations fail; 0: none */

static bool alloc_fails(void)
{
	unsigned int n = atomic_inc_return(&asked);

	if (!every || n % every)
		return false;
	atomic_inc(&failed);
	return true;
}

static void clean(void *unused)
{
	atomic_inc(&made);
}

DEFER_FN(void, defer_many, unsigned int, count)
{
	while (count--) {
		atomic_inc(&tried);
		defer_call(clean, NULL);
	}
}

static void enable(void *unused)
{
	local_irq_enable();
}

/* PREEMPT_RT has no memory for who has disabled interrupts, and takes none back. */
DEFER_FN(void, defer_reserved, unsigned int, count)
{
	soft_try(defer_reserve(count + 1, GFP_KERNEL));
	defer_call(enable, NULL);
	local_irq_disable();
	while (count--) {
		atomic_inc(&tried);
		defer_call(clean, NULL);
	}
}

/* One that is made for a soft panic, and itself has too much to defer. */
static void clean_much(void *unused)
{
	atomic_inc(&made);
	defer_many(CALLS);
}

DEFER_FN(void, give_up, unsigned int, count)
{
	atomic_inc(&tried);
	defer_call(clean_much, NULL);
	defer_many(count);
	soft_panic(-ENODATA, "asked to");
}

/* What is undone only on failure is so at once, if it cannot be kept until then. */
DEFER_FN(void, undo_many, unsigned int, count)
{
	while (count--) {
		atomic_inc(&tried);
		defer_call_on_panic(clean, NULL);
	}
	soft_panic(-ENODATA, "asked to");
}

RECOVER_FN(int, try_round, void (*)(unsigned int), body)
{
	defer_recover();
	body(CALLS);
	return 0;
}

static void rounds(struct seq_file *out, void (*body)(unsigned int), int err)
{
	unsigned int round, right = 0;
	int was_failed;
	int result;

	atomic_set(&asked, 0);
	atomic_set(&failed, 0);
	atomic_set(&tried, 0);
	atomic_set(&made, 0);
	for (round = 0; round < ROUNDS; round++) {
		was_failed = atomic_read(&failed);
		result = try_round(body);
		if (atomic_read(&failed) > was_failed)
			right += result == -ENOMEM;
		else
			right += result == err;
	}
	if (right == ROUNDS && atomic_read(&tried) == atomic_read(&made))
		seq_puts(out, "right");
	else
		seq_printf(out, "%u of %u results, %d of %d calls, ", right,
			   ROUNDS, atomic_read(&made), atomic_read(&tried));
	seq_printf(out, "%s", atomic_read(&failed) ? ", with failures" : "");
}

static void case_loop(struct seq_file *out)
{
	rounds(out, defer_many, 0);
}

static void case_panicking(struct seq_file *out)
{
	rounds(out, give_up, -ENODATA);
}

static void case_undoing(struct seq_file *out)
{
	rounds(out, undo_many, -ENODATA);
}

static void case_reserved(struct seq_file *out)
{
	rounds(out, defer_reserved, 0);
}

static const struct test_case cases[] = {
	TEST_CASE(loop),
	TEST_CASE(panicking),
	TEST_CASE(undoing),
	TEST_CASE(reserved),
};

static int __init alloc_fail_init(void)
{
	int err = register_kprobe(&probe);

	if (err)
		return err;
	cases_publish(cases, ARRAY_SIZE(cases));
	debugfs_create_u32("every", 0600, cases_dir, &every);
	return 0;
}

static void __exit alloc_fail_exit(void)
{
	cases_withdraw();
	unregister_kprobe(&probe);
}

module_init(alloc_fail_init);
module_exit(alloc_fail_exit);

MODULE_DESCRIPTION("Test of kdefer: no memory for deferred calls");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
