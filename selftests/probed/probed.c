// SPDX-License-Identifier: GPL-2.0
/*
 * Handlers of probes that give up. What they interrupt is another context, however the
 * probe is made:
 *
 *	| around()	RECOVER_FN		|	not the handler's business
 *	| victim()	with a probe		|
 *	| the kernel's ways to a handler	|
 *	| in_handler()	RECOVER_FN		|	the handler's outermost
 */
#include <linux/kprobes.h>
#include <linux/kdefer.h>

#include "../cases.h"

static bool exits;
static int handler_got;
static int made;

static void clean(void *unused)
{
	made++;
}

/* Nobody recovers: the outermost contains it. Of which context, is the question. */
RECOVER_FN(int, in_handler, bool, do_exit)
{
	defer_call(clean, NULL);
	if (do_exit)
		soft_exit(-EXDEV);
	soft_panic(-EXDEV, "in a handler");
}

static int handle(struct kprobe *probe, struct pt_regs *regs)
{
	handler_got = in_handler(exits);
	return 0;
}

/* Behind the instruction: where the interrupted code goes on is another place now. */
static void handle_late(struct kprobe *probe, struct pt_regs *regs,
			unsigned long flags)
{
	handler_got = in_handler(exits);
}

static int handle_return(struct kretprobe_instance *node, struct pt_regs *regs)
{
	handler_got = in_handler(exits);
	return 0;
}

static noinline int victim(int n)
{
	int i, sum = 0;

	for (i = 0; i < n; i++) {
		sum += i;
		OPTIMIZER_HIDE_VAR(sum);
	}
	return sum;
}

RECOVER_FN(int, around, int, n)
{
	int sum;

	defer_call(clean, NULL);
	sum = victim(n);
	barrier();
	return sum;
}

/* What the interrupted function and the handler returned, and how many calls were made. */
static void run(struct seq_file *out, int err)
{
	int result;

	if (err) {
		seq_printf(out, "no probe: %d", err);
		return;
	}
	made = 0;
	handler_got = 0;
	result = around(4);
	seq_printf(out, "%d %d %d", result, handler_got, made);
}

static void run_with_kprobe(struct seq_file *out, struct kprobe *probe)
{
	int err = register_kprobe(probe);

	run(out, err);
	if (!err)
		unregister_kprobe(probe);
}

/* At the entry, where the function tracer has its place. */
static void case_entry(struct seq_file *out)
{
	struct kprobe probe = {
		.addr = (void *)victim,
		.pre_handler = handle,
	};

	run_with_kprobe(out, &probe);
}

/* The first instruction behind that at which there can be one: a breakpoint. */
static void *find_place(void)
{
	unsigned int offset;

	for (offset = 5; offset < 32; offset++) {
		struct kprobe probe = { .addr = (void *)victim + offset };

		if (register_kprobe(&probe))
			continue;
		unregister_kprobe(&probe);
		return (void *)victim + offset;
	}
	return NULL;
}

static void case_breakpoint(struct seq_file *out)
{
	struct kprobe probe = {
		.addr = find_place(),
		.pre_handler = handle,
	};

	run_with_kprobe(out, &probe);
}

static void case_late(struct seq_file *out)
{
	struct kprobe probe = {
		.addr = find_place(),
		.post_handler = handle_late,
	};

	run_with_kprobe(out, &probe);
}

static void case_on_return(struct seq_file *out)
{
	struct kretprobe probe = {
		.kp.addr = (void *)victim,
		.handler = handle_return,
		.maxactive = 4,
	};
	int err = register_kretprobe(&probe);

	run(out, err);
	if (!err)
		unregister_kretprobe(&probe);
}

static const struct test_case cases[] = {
	TEST_CASE(entry),
	TEST_CASE(breakpoint),
	TEST_CASE(late),
	TEST_CASE(on_return),
};

static int __init probed_init(void)
{
	cases_publish(cases, ARRAY_SIZE(cases));
	debugfs_create_bool("exits", 0600, cases_dir, &exits);
	return 0;
}

static void __exit probed_exit(void)
{
	cases_withdraw();
}

module_init(probed_init);
module_exit(probed_exit);

MODULE_DESCRIPTION("Test of kdefer: handlers of probes");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
