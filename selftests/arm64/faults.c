// SPDX-License-Identifier: GPL-2.0
/*
 * Faults of arm64 below trap_faults(), each in a function that has a frame record, and in one
 * that has none:
 *
 *	| survive()	  |  compares registers and flags
 *	| trapping()	  |  RECOVER_FN: traps; deferred call 4, handler 3
 *	| holding()	  |  DEFER_FN: deferred call 2, and 1 of a block
 *	| the victim	  |
 */
#include <linux/cpumask.h>
#include <linux/interrupt.h>
#include <linux/irq_work.h>
#include <linux/kallsyms.h>
#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/list_sort.h>
#include <linux/poison.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "../arch.h"
#include "../cases.h"

/* What the deferred calls and the handler have seen. */
static struct outcome {
	unsigned int order;
	int err;
	enum soft_panic_cause cause;
	unsigned long addr;
	char where[KSYM_SYMBOL_LEN];
} seen;

static void note(void *digit)
{
	seen.order = seen.order * 10 + (unsigned long)digit;
}

DEFINE_FREE(note_1, void *, note(_T))

static void handler(struct soft_panic *p, void *unused)
{
	char name[KSYM_SYMBOL_LEN];

	note((void *)3UL);
	if (!p)
		return;
	seen.err = p->err;
	seen.cause = p->cause;
	seen.addr = p->addr;
	sprint_symbol_no_offset(name, p->ip);
	/* The name of the module comes after it. */
	strscpy(seen.where, name, strcspn(name, " ") + 1);
	recover(p, 7);
}

DEFER_FN(void, holding, void (*)(void), victim)
{
	void *one = (void *)1UL;

	defer_free(note_1, one);
	defer_call(note, (void *)2UL);
	victim();
	barrier();
}

RECOVER_FN(long, trapping, void *, victim)
{
	defer_call(note, (void *)4UL);
	defer_recover_with(handler, NULL);
	if (trap_faults())
		return -EOPNOTSUPP;
	overwrite_preserved();
	holding(victim);
	return 0;
}

static void survive(struct seq_file *out, void (*victim)(void))
{
	static struct preserved p;
	unsigned long flags = cpu_state();
	int preempt = preempt_count(), i;
	long result;

	memset(&seen, 0, sizeof(seen));
	for (i = 0; i < PRESERVED_REGISTERS; i++)
		p.before[i] = 0x1234567890abcdef + i;
	result = call_with_preserved(trapping, victim, &p);
	seq_printf(out, "%ld %d %d %lx %s %u", result, seen.err, seen.cause,
		   seen.addr, seen.where, seen.order);
	for (i = 0; i < PRESERVED_REGISTERS; i++)
		if (p.after[i] != p.before[i])
			seq_printf(out, " x%d: %lx", i + 19, p.after[i]);
	if (cpu_state() != flags || preempt_count() != preempt)
		seq_puts(out, " flags");
}

/* A victim without a frame record, and the same with one. */
#define VICTIM(name, ...)                                      \
	static noinline __noclone void name(void)              \
	{                                                      \
		__VA_ARGS__                                    \
	}                                                      \
	static noinline __noclone void name##_framed(void)     \
	{                                                      \
		NEEDS_FRAME();                                 \
		__VA_ARGS__                                    \
	}                                                      \
	static void case_##name(struct seq_file *out)          \
	{                                                      \
		survive(out, name);                            \
	}                                                      \
	static void case_##name##_framed(struct seq_file *out) \
	{                                                      \
		survive(out, name##_framed);                   \
	}

static unsigned long bad(unsigned long addr)
{
	OPTIMIZER_HIDE_VAR(addr);
	return addr;
}

VICTIM(read_null, READ_ONCE(*(int *)bad(8));)
VICTIM(write_null, WRITE_ONCE(*(int *)bad(16), 1);)
VICTIM(read_poison, READ_ONCE(*(int *)bad((unsigned long)LIST_POISON1));)
VICTIM(read_kernel, READ_ONCE(*(int *)bad(-4096UL));)

/* With LSE2 it may be unaligned, but not reach across 16 bytes. */
static u8 across[32] __aligned(16);

VICTIM(read_unaligned, asm volatile("ldaxr	x9, [%0]"
				    :
				    : "r"(bad((unsigned long)across + 9))
				    : "x9");)
VICTIM(undefined, asm volatile("udf	#1");)
VICTIM(bug, BUG();)
VICTIM(push, load_behind_push((void *)bad(24));)

static noinline __noclone void call_null(void)
{
	((void (*)(void))bad(0))();
	barrier();
}

static void case_call_null(struct seq_file *out)
{
	survive(out, call_null);
}

/* The call of the victim is the bad one: of a DEFER_FN's body. */
static void case_call_null_victim(struct seq_file *out)
{
	survive(out, NULL);
}

static int compare(void *unused, const struct list_head *a,
		   const struct list_head *b)
{
	return READ_ONCE(*(int *)bad(32));
}

/* Behind a function of the kernel. */
static noinline __noclone void sort(void)
{
	struct list_head one, two;
	LIST_HEAD(list);

	list_add(&one, &list);
	list_add(&two, &list);
	list_sort(NULL, &list, compare);
	barrier();
}

static void case_sort(struct seq_file *out)
{
	survive(out, sort);
}

/* The body of a RECOVER_FN itself, which calls nothing beneath and may have no record. */
RECOVER_FN(long, body, int *, p)
{
	defer_recover();
	if (trap_faults())
		return -EOPNOTSUPP;
	return READ_ONCE(*p);
}

static void case_body(struct seq_file *out)
{
	seq_printf(out, "%ld", body((int *)bad(40)));
}

static void fault_late(void *unused);

/* What remains to be called after such a fault was recovered faults: the way goes past the body. */
RECOVER_FN(long, body_then, int *, p)
{
	defer_call(fault_late, NULL);
	defer_recover();
	if (trap_faults())
		return -EOPNOTSUPP;
	return READ_ONCE(*p);
}

RECOVER_FN(long, around_body, int *, p)
{
	long result;

	defer_recover();
	if (trap_faults())
		return -EOPNOTSUPP;
	result = body_then(p);
	barrier();
	return result;
}

static void case_body_then(struct seq_file *out)
{
	seq_printf(out, "%ld", around_body((int *)bad(40)));
}

/* A deferred call faults, while a soft panic is on its way. */
static void fault_late(void *unused)
{
	READ_ONCE(*(int *)bad(48));
}

RECOVER_FN(long, late, int, err)
{
	defer_recover();
	if (trap_faults())
		return -EOPNOTSUPP;
	defer_call(fault_late, NULL);
	soft_panic(err, "early");
}

static void case_late(struct seq_file *out)
{
	seq_printf(out, "%ld", late(-EPIPE));
}

/* Deferred calls that are made when a body has returned. */
RECOVER_FN(long, leaving, int, unused)
{
	defer_recover();
	if (trap_faults())
		return -EOPNOTSUPP;
	defer_call(fault_late, NULL);
	return 1;
}

static void case_leaving(struct seq_file *out)
{
	seq_printf(out, "%ld", leaving(0));
}

static struct seq_file *irq_out;

static void on_tasklet(struct tasklet_struct *unused)
{
	seq_printf(irq_out,
		   "%s: ", in_serving_softirq() ? "softirq" : "elsewhere");
	survive(irq_out, read_null_framed);
}

static DECLARE_TASKLET(tasklet, on_tasklet);

static void case_softirq(struct seq_file *out)
{
	irq_out = out;
	tasklet_schedule(&tasklet);
	tasklet_kill(&tasklet);
}

static void on_work(struct irq_work *work)
{
	seq_printf(irq_out, "%s: ", in_hardirq() ? "hardirq" : "elsewhere");
	survive(irq_out, read_null);
}

static struct irq_work irq_work = IRQ_WORK_INIT_HARD(on_work);

static void case_hardirq(struct seq_file *out)
{
	irq_out = out;
	irq_work_queue(&irq_work);
	irq_work_sync(&irq_work);
}

/* On top of the idle task faults are not trapped, and trap_faults() says so. */
static void on_call(void *out)
{
	if (is_idle_task(current))
		seq_printf(out, "%ld", trapping(read_null));
}

static void case_idle(struct seq_file *out)
{
	unsigned int cpu = cpumask_any_but(cpu_online_mask, get_cpu());

	smp_call_function_single(cpu, on_call, out, 1);
	put_cpu();
}

/* A section that is the task's own, and counted nowhere. */
RECOVER_FN(int, leaves_fpu, int, err)
{
	struct user_fpsimd_state room __maybe_unused;

	defer_recover();
	fpu_begin_in(&room);
	soft_panic(err, "in a kernel FPU section");
}

static void case_fpu(struct seq_file *out)
{
	int result = leaves_fpu(-ENODATA);

	if (!is_fpu_in_use()) {
		seq_printf(out, "%d given back", result);
		return;
	}
	kernel_fpu_end();
	seq_printf(out, "%d held", result);
}

static void case_irqs_off(struct seq_file *out)
{
	local_irq_disable();
	survive(out, bug);
	local_irq_enable();
}

/* Nobody traps: the oops that it always was. */
RECOVER_FN(long, not_trapping, void *, victim)
{
	defer_recover();
	((void (*)(void))victim)();
	barrier();
	return 0;
}

static void case_untrapped(struct seq_file *out)
{
	not_trapping(read_null_framed);
}

/* Somebody traps, and nobody recovers: it is an oops after all. */
RECOVER_FN(long, not_recovering, void *, victim)
{
	defer_call(note, (void *)5UL);
	if (trap_faults())
		return -EOPNOTSUPP;
	((void (*)(void))victim)();
	barrier();
	return 0;
}

static void case_unrecovered(struct seq_file *out)
{
	not_recovering(write_null);
}

static void case_unrecovered_bug(struct seq_file *out)
{
	not_recovering(bug);
}

static void case_unrecovered_undefined(struct seq_file *out)
{
	not_recovering(undefined);
}

/* What the processor guards the kernel by. */
static void jump(void)
{
	((void (*)(void))bad((unsigned long)&seen))();
	barrier();
}

static void case_guarded_jump(struct seq_file *out)
{
	survive(out, jump);
}

static const unsigned long constant = 0x55aa55aa;

VICTIM(write_constant,
       WRITE_ONCE(*(unsigned long *)bad((unsigned long)&constant), 1);)
VICTIM(read_user, READ_ONCE(*(int *)bad(0x10000000));)

static const struct test_case cases[] = {
	TEST_CASE(read_null),
	TEST_CASE(read_null_framed),
	TEST_CASE(write_null),
	TEST_CASE(write_null_framed),
	TEST_CASE(read_poison),
	TEST_CASE(read_poison_framed),
	TEST_CASE(read_kernel),
	TEST_CASE(read_kernel_framed),
	TEST_CASE(read_unaligned),
	TEST_CASE(read_unaligned_framed),
	TEST_CASE(undefined),
	TEST_CASE(undefined_framed),
	TEST_CASE(bug),
	TEST_CASE(bug_framed),
	TEST_CASE(push),
	TEST_CASE(push_framed),
	TEST_CASE(call_null),
	TEST_CASE(call_null_victim),
	TEST_CASE(sort),
	TEST_CASE(body),
	TEST_CASE(body_then),
	TEST_CASE(late),
	TEST_CASE(leaving),
	TEST_CASE(softirq),
	TEST_CASE(hardirq),
	TEST_CASE(fpu),
	TEST_CASE(idle),
	TEST_CASE(irqs_off),
	TEST_CASE(untrapped),
	TEST_CASE(unrecovered),
	TEST_CASE(unrecovered_bug),
	TEST_CASE(unrecovered_undefined),
	TEST_CASE(guarded_jump),
	TEST_CASE(write_constant),
	TEST_CASE(write_constant_framed),
	TEST_CASE(read_user),
	TEST_CASE(read_user_framed),
};

module_cases(cases);

MODULE_DESCRIPTION("A client that faults as arm64 does");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
