// SPDX-License-Identifier: GPL-2.0
/*
 * Soft panics in NMI: a case runs in the handler of one that it raises itself.
 */
#include <linux/gfp.h>
#include <linux/kdefer.h>
#include <linux/nmi.h>
#include <linux/preempt.h>

#include "../arch.h"
#include "../cases.h"

typedef long nmi_fn(void);

static nmi_fn *to_run;
static bool in_one;
static long result;
static unsigned int order;

static int on_nmi(unsigned int cmd, struct pt_regs *regs)
{
	nmi_fn *run = READ_ONCE(to_run);

	if (!run)
		return NMI_DONE;
	WRITE_ONCE(to_run, NULL);
	in_one = in_nmi();
	result = run();
	return NMI_HANDLED;
}

/* What it returned, and the deferred calls in the order in which they ran. */
static void run_in_nmi(struct seq_file *out, nmi_fn *run)
{
	in_one = false;
	result = 0;
	order = 0;
	preempt_disable();
	WRITE_ONCE(to_run, run);
	raise_nmi();
	preempt_enable();
	seq_printf(out, "%s %ld %u", in_one ? "nmi" : "elsewhere", result,
		   order);
}

static void note(void *digit)
{
	order = order * 10 + (unsigned long)digit;
}

RECOVER_FN(long, give_up)
{
	defer_recover();
	defer_call(note, (void *)1);
	soft_panic(-ENODATA, "in NMI");
}

static void case_recovered(struct seq_file *out)
{
	run_in_nmi(out, give_up);
}

RECOVER_FN(long, leave)
{
	defer_call(note, (void *)2);
	defer_call(note, (void *)1);
	soft_exit(7);
}

static void case_left(struct seq_file *out)
{
	run_in_nmi(out, leave);
}

/* The handler has one of the two slots: there are two places, the other is a loop. */
RECOVER_FN(long, defer_too_much)
{
	long i = 2;

	OPTIMIZER_HIDE_VAR(i);
	defer_recover();
	for (; i; i--)
		defer_call(note, (void *)i);
	return 0;
}

static void case_no_room(struct seq_file *out)
{
	run_in_nmi(out, defer_too_much);
}

RECOVER_FN(long, reserve)
{
	defer_call(note, (void *)1);
	return defer_reserve(5, GFP_ATOMIC);
}

static void case_reserved(struct seq_file *out)
{
	run_in_nmi(out, reserve);
}

static int *nowhere;

RECOVER_FN(long, fault)
{
	int err = trap_faults();

	defer_recover();
	return err == -EOPNOTSUPP ? READ_ONCE(*READ_ONCE(nowhere)) : -1;
}

static void case_fault(struct seq_file *out)
{
	run_in_nmi(out, fault);
}

static const struct test_case cases[] = {
	TEST_CASE(recovered), TEST_CASE(left),	TEST_CASE(no_room),
	TEST_CASE(reserved),  TEST_CASE(fault),
};

static int __init nmi_init(void)
{
	int err = listen_to_nmi(on_nmi);

	if (err)
		return err;
	cases_publish(cases, ARRAY_SIZE(cases));
	return 0;
}

static void __exit nmi_exit(void)
{
	cases_withdraw();
	ignore_nmi();
}

module_init(nmi_init);
module_exit(nmi_exit);

MODULE_DESCRIPTION("Test of kdefer: soft panics in NMI");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
