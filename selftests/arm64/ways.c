// SPDX-License-Identifier: GPL-2.0
/*
 * The way outwards on arm64 where something misleads: what lies on the stack from earlier, or
 * probes on the instructions that a walk looks at.
 */
#include <linux/device.h>
#include <linux/ftrace.h>
#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/platform_device.h>
#include <linux/version.h>

#include <asm/insn.h>

#include "../arch.h"
#include "../cases.h"
#include "ways.h"

static_assert(sizeof(struct pt_regs) == REGS_BYTES);
static_assert(offsetof(struct pt_regs, regs[29]) == REGS_FP);
static_assert(offsetof(struct pt_regs, sp) == REGS_SP);
static_assert(offsetof(struct pt_regs, pc) == REGS_PC);
/* Where call_deeper() has its record. Since 6.14 those of exceptions are where none can be. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 14, 0)
static_assert(offsetof(struct pt_regs, stackframe) == REGS_BYTES - 32);
#endif

static unsigned int made;

static void count(void *unused)
{
	made++;
}

static noinline int read_leaf(void *p)
{
	return READ_ONCE(*(int *)p);
}

/*
 * After a recovery each of the calls that remain gives up, and is recovered from by the
 * next. How much further down has the last one run than the second?
 */
static unsigned long second, last;

static void give_up_again(void *unused)
{
	last = (unsigned long)__builtin_frame_address(0);
	if (++made == 2)
		second = last;
	soft_panic(-EIO, "again");
}

static void recover_each(struct soft_panic *p, void *unused)
{
	if (p)
		recover(p, 7);
}

RECOVER_FN(long, recover_often, unsigned int, times)
{
	for (; times; times--) {
		defer_recover_with(recover_each, NULL);
		defer_call(give_up_again, NULL);
	}
	soft_panic(-EPERM, "first");
}

static void case_often(struct seq_file *out)
{
	long result;

	made = 0;
	result = recover_often(100);
	seq_printf(out, "%ld %u %ld", result, made, (long)(second - last));
}

/* What an interrupt has left lies where a function further in writes nothing. */
RECOVER_FN(long, over_stale, int *, p)
{
	defer_call(count, NULL);
	defer_recover();
	if (trap_faults())
		return -EOPNOTSUPP;
	return call_over_stale(read_leaf, p);
}

static void case_stale(struct seq_file *out)
{
	long result;

	made = 0;
	result = over_stale(NULL);
	seq_printf(out, "%ld %u", result, made);
}

/* A body that calls nothing, and has no frame record: only x30 leads to its gate. */
DEFER_FN(int, leaf, int *, p)
{
	return READ_ONCE(*p);
}

RECOVER_FN(long, around_leaf, int *, p)
{
	defer_call(count, NULL);
	defer_recover();
	if (trap_faults())
		return -EOPNOTSUPP;
	return leaf(p);
}

static void report_leaf(struct seq_file *out)
{
	long result;

	made = 0;
	result = around_leaf(NULL);
	seq_printf(out, "%ld %u", result, made);
}

static void case_leaf(struct seq_file *out)
{
	report_leaf(out);
}

static int let_return(struct kretprobe_instance *node, struct pt_regs *regs)
{
	return 0;
}

static void case_leaf_kretprobe(struct seq_file *out)
{
	struct kretprobe probe = {
		.kp.addr = (void *)__kdefer_body_leaf,
		.handler = let_return,
		.maxactive = 4,
	};
	int err = register_kretprobe(&probe);

	if (err) {
		seq_printf(out, "no probe: %d", err);
		return;
	}
	report_leaf(out);
	unregister_kretprobe(&probe);
}

static int let_pass(struct kprobe *probe, struct pt_regs *regs)
{
	return 0;
}

static void run_with_kprobe(struct seq_file *out, void *at,
			    void (*run)(struct seq_file *out))
{
	struct kprobe probe = {
		.addr = at,
		.pre_handler = let_pass,
	};
	int err = register_kprobe(&probe);

	if (err) {
		seq_printf(out, "no probe: %d", err);
		return;
	}
	run(out);
	unregister_kprobe(&probe);
}

/* The gate's call of the body. */
static void case_leaf_kprobe(struct seq_file *out)
{
	u32 *text = (u32 *)leaf;

	while (!aarch64_insn_is_bl(*text))
		text++;
	run_with_kprobe(out, text, report_leaf);
}

/*
 * Behind a function of the kernel: the call that it makes. It keeps a reference on a device
 * that stays for as long as the machine does.
 */
static unsigned long visit_returns_to;
static int (*before_giving_up)(void);

static int visit(struct device *dev, void *gives_up)
{
	visit_returns_to = (unsigned long)__builtin_return_address(0);
	if (!gives_up)
		return 1;
	if (before_giving_up)
		soft_try(before_giving_up());
	soft_panic(-EXDEV, "in the middle");
}

RECOVER_FN(long, around_bus, bool, gives_up)
{
	defer_call(count, NULL);
	defer_recover();
	return bus_for_each_dev(&platform_bus_type, NULL, (void *)gives_up,
				visit);
}

static void report_bus(struct seq_file *out)
{
	long result;

	made = 0;
	result = around_bus(true);
	seq_printf(out, "%ld %u", result, made);
}

/* A tracer that calls the kernel's function, and is gone when that looks back; since 6.4. */
#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS
static struct ftrace_ops tracer;

static int detach(void)
{
	return unregister_ftrace_direct(&tracer, (unsigned long)call_traced,
					true);
}

static void case_detached(struct seq_file *out)
{
	int err = ftrace_set_filter_ip(&tracer, (unsigned long)bus_for_each_dev,
				       0, 0);

	if (!err)
		err = register_ftrace_direct(&tracer,
					     (unsigned long)call_traced);
	if (err) {
		seq_printf(out, "no tracer: %d", err);
		return;
	}
	before_giving_up = detach;
	report_bus(out);
	before_giving_up = NULL;
}
#else
static void case_detached(struct seq_file *out)
{
	seq_puts(out, "no direct calls");
}
#endif

static void case_bus_kprobe(struct seq_file *out)
{
	around_bus(false);
	run_with_kprobe(out, (void *)(visit_returns_to - AARCH64_INSN_SIZE),
			report_bus);
}

/* A BUG() that is directly behind the place of a soft panic. */
static noinline void either(bool bug)
{
	asm goto("cbnz	%w0, %l1" : : "r"(bug) : : is_bug);
	soft_panic(-EPIPE, "no bug");
is_bug:
	BUG();
}

RECOVER_FN(long, around_either, bool, bug)
{
	defer_call(count, NULL);
	defer_recover();
	if (trap_faults())
		return -EOPNOTSUPP;
	either(bug);
	return 0;
}

static void case_either(struct seq_file *out)
{
	made = 0;
	seq_printf(out, "%ld ", around_either(false));
	seq_printf(out, "%ld ", around_either(true));
	seq_printf(out, "%u", made);
}

/*
 * The handler of a probe behind a branch, which is not run but done by the kernel: where the
 * interrupted code goes on has changed when the handler is called.
 */
static int handler_got;

RECOVER_FN(int, in_handler, int, err)
{
	defer_call(count, NULL);
	soft_exit(err);
}

static void handle_late(struct kprobe *probe, struct pt_regs *regs,
			unsigned long flags)
{
	handler_got = in_handler(-EXDEV);
}

static noinline int jump(int n)
{
	asm volatile("b	1f\n"
		     "1:\t");
	return n;
}

RECOVER_FN(int, interrupted, int, n)
{
	defer_call(count, NULL);
	n = jump(n);
	barrier();
	return n;
}

static void case_late(struct seq_file *out)
{
	struct kprobe probe = { .post_handler = handle_late };
	u32 *text = (u32 *)jump;
	int result, err;

	while (!aarch64_insn_is_b(*text))
		text++;
	probe.addr = (void *)text;
	err = register_kprobe(&probe);
	if (err) {
		seq_printf(out, "no probe: %d", err);
		return;
	}
	made = 0;
	handler_got = 0;
	result = interrupted(4);
	unregister_kprobe(&probe);
	seq_printf(out, "%d %d %u", result, handler_got, made);
}

static const struct test_case cases[] = {
	TEST_CASE(often),	TEST_CASE(stale),
	TEST_CASE(leaf),	TEST_CASE(leaf_kretprobe),
	TEST_CASE(leaf_kprobe), TEST_CASE(bus_kprobe),
	TEST_CASE(detached),	TEST_CASE(either),
	TEST_CASE(late),
};

module_cases(cases);

MODULE_DESCRIPTION("A client on whose stack and text something misleads");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
