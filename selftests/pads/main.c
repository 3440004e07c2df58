// SPDX-License-Identifier: GPL-2.0
/*
 * Plain functions that hold something, when what they call gives up. Each case says what was
 * taken (+) and given back (-), in which order, and which locks are left.
 */
#include <linux/completion.h>
#include <linux/kthread.h>

#include <linux/kdefer.h>

#include "../said.h"
#include "pads.h"

/* Held by plain functions; neither is left locked. */
DEFINE_MUTEX(outer_lock);
/* Likewise. */
DEFINE_MUTEX(inner_lock);

/* The step that gives up; others return. */
static long gives_up_at;

static noinline long step(long n)
{
	say("%ld", n);
	if (n == gives_up_at)
		soft_panic(-ENODATA, "given up at %ld", n);
	return n;
}

static noinline long zero(long unused)
{
	return 0;
}

static void noted(void *n)
{
	say("d%ld", (long)n);
}

/* A frame with a deferred call between plain functions. */
DEFER_FN(long, between, long, n, step_fn, fn)
{
	long result;

	defer_call(noted, (void *)1L);
	result = plain_once(n, fn);
	barrier();
	return result;
}

/* clang-format off */
#define BELOW(name, fn, last)					\
	static long name(long n)				\
	{							\
		return fn(n, last);				\
	}

BELOW(below_gate, between, step)
BELOW(through_registers, plain_registers, step)
BELOW(loop_below, plain_loop, step)
BELOW(nested, plain_nested, step)
BELOW(early, plain_early, step)
BELOW(handed_on, plain_handed_on, step)
BELOW(sorts, plain_sort, step)
BELOW(sorts_fixed, fixed_sort, step)
BELOW(beside, plain_beside, step)
BELOW(in_body, reported_body, step)
BELOW(below_body, reported_below, step)
BELOW(list_sorts, plain_list_sort, step)
BELOW(loads, plain_loads, zero)
BELOW(divides, plain_divides, zero)
BELOW(bugs, plain_bugs, zero)
/* clang-format on */

static long two_deep(long n)
{
	return plain_once(n + 40, through_registers);
}

/* A gate that saves registers, and a body whose stack is realigned; nothing is recovered. */
RECOVER_FN(long, realigned, long, n)
{
	char __aligned(64) room[64] = "";

	OPTIMIZER_HIDE_VAR(n);
	say("%d%d%d%d%d%d%s", 1, 2, 3, 4, 5, 6, room);
	return step(n) + room[n];
}

static long over_realigned(long n)
{
	return plain_registers(n, realigned);
}

/* A body that holds of each kind. */
DEFER_FN(long, mixed, long, n)
{
	CLASS(note, first)(n);
	long result;

	defer_call(noted, (void *)2L);
	{
		defer_class(note, scoped, n + 1);
		CLASS(note, last)(n + 2);

		defer_call(noted, (void *)3L);
		result = step(n) + first + scoped + last;
	}
	return result;
}

RECOVER_FN(long, attempt, long, n, long, at, step_fn, fn)
{
	long result;

	defer_recover();
	gives_up_at = at;
	result = fn(n);
	barrier();
	return result;
}

/* A destructor that gives up in its turn. */
static inline void angry_give(long n)
{
	say("-%ld!", n);
	soft_panic(-EXDEV, "in a destructor");
}

DEFINE_CLASS(angry, long, angry_give(_T), note_take(n), long n)

static noinline long angry(long n)
{
	CLASS(note, a)(n + 1);
	CLASS(angry, b)(n + 2);
	CLASS(note, c)(n + 3);
	CLASS(angry, d)(n + 4);

	return step(n) + a + b + c + d;
}

/* One that recovers from what it has caused itself. */
static long fails_inside(long n)
{
	soft_panic(-EDOM, "inside");
	return n;
}

RECOVER_FN(long, recovers, long, n)
{
	CLASS(note, held)(n);

	defer_recover();
	return plain_once(n + 1, fails_inside) + held;
}

static inline void calm_give(long n)
{
	long result;

	say("-%ld(", n);
	result = recovers(n * 10);
	say("%ld)", result);
}

DEFINE_CLASS(calm, long, calm_give(_T), note_take(n), long n)

static noinline long calm(long n)
{
	CLASS(note, a)(n + 1);
	CLASS(calm, b)(n + 2);
	CLASS(note, c)(n + 3);

	return step(n) + a + b + c;
}

/* A deferred call that gives up, with plain functions on both sides. */
static noinline void noted_gives_up(void *n)
{
	say("d%ld!", (long)n);
	plain_once((long)n + 20, fails_inside);
}

DEFER_FN(long, deferred_gives_up, long, n)
{
	long result;

	defer_call(noted_gives_up, (void *)4L);
	result = plain_once(n, step);
	barrier();
	return result;
}

static long around_deferred(long n)
{
	return plain_once(n + 1, deferred_gives_up);
}

/* A deferred call of a plain return gives up. */
DEFER_FN(long, late, long, n)
{
	defer_call(noted_gives_up, (void *)5L);
	return plain_once(n, step);
}

static long around_late(long n)
{
	return plain_registers(n, late);
}

/* What the recovering function still has to do. */
static noinline void noted_recovers(void *n)
{
	say("d%ld=%ld", (long)n, recovers((long)n));
}

RECOVER_FN(long, afterwards, long, n)
{
	CLASS(note, held)(n);

	defer_call(noted_recovers, (void *)6L);
	defer_recover();
	return plain_once(n + 1, step) + held;
}

/* What remains after the recovery gives up as well: the body was left already. */
RECOVER_FN(long, late_again, long, n)
{
	CLASS(note, held)(n);

	defer_call(noted_gives_up, (void *)7L);
	defer_recover();
	return plain_once(n + 1, step) + held;
}

static long exits(long n)
{
	soft_exit(n);
	return 0;
}

static long exits_below(long n)
{
	return plain_nested(n, exits);
}

RECOVER_FN(long, attempt_trapping, long, n, step_fn, fn)
{
	long result;

	defer_recover();
	if (trap_faults())
		return -EOPNOTSUPP;
	result = fn(n);
	barrier();
	return result;
}

/* It is the body itself that faults: nothing lies between that and its gate. */
RECOVER_FN(long, body_loads, long, n)
{
	long *nowhere = (long *)zero(0);
	CLASS(note, held)(n);
	long value;

	defer_recover();
	if (trap_faults())
		return -EOPNOTSUPP;
	value = *nowhere;
	return value + held;
}

static long reads_first(long n)
{
	return plain_reads_first(n, (const long *)zero(0), zero);
}

static long reads_first_below(long n)
{
	return plain_registers(n, reads_first);
}

static long many(long n)
{
	return plain_many(n, 2, 3, 4, 5, 6, 7, step);
}

static long list_sorts_around(long n)
{
	return plain_registers(n, list_sorts);
}

/* What it needs saves the one between. */
static long list_sorts_around_twice(long n)
{
	return plain_registers(n, list_sorts_around);
}

/* A thread that ends with something held, and no frame of ours on its stack. */
static long ends_here(long n)
{
	kthread_complete_and_exit(NULL, n);
	return 0;
}

static int thread(void *unused)
{
	return plain_registers(3, ends_here);
}

/* It holds something that is said, not given back. */
static int reported_thread(void *unused)
{
	return plain_reported(3, ends_here);
}

static long ended(int (*function)(void *unused))
{
	struct task_struct *task = kthread_create(function, NULL, "pads");
	long result;

	if (IS_ERR(task))
		return PTR_ERR(task);
	get_task_struct(task);
	wake_up_process(task);
	while (!READ_ONCE(task->exit_state))
		schedule_timeout_uninterruptible(1);
	result = kthread_stop(task);
	put_task_struct(task);
	return result;
}

/* What a function that does without registers leaves in one for its caller; 0: what was there. */
static long put_fixed(void)
{
	long changed = 0;

#ifdef CONFIG_X86_64
	asm volatile("mov	$12345, %%ebx\n\t"
		     "call	fixed_put\n\t"
		     "sub	$12345, %%rbx"
		     : "=b"(changed), ASM_CALL_CONSTRAINT
		     :
		     : "rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10",
		       "r11", "memory", "cc");
#endif
	return changed;
}

static void show(struct seq_file *out, long result)
{
	seq_printf(out, "%s= %ld", text, result);
	show_lock(out, &outer_lock, "OUTER");
	show_lock(out, &inner_lock, "INNER");
}

/* clang-format off */

CASE(returns, attempt(8, -1, nested))
CASE(nested_0, attempt(8, 8, nested))
CASE(nested_1, attempt(8, 9, nested))
CASE(nested_2, attempt(8, 10, nested))
CASE(nested_3, attempt(8, 11, nested))
CASE(loop_1, attempt(20, 21, loop_below))
CASE(loop_3, attempt(20, 23, loop_below))
CASE(early_odd, attempt(1, 1, early))
CASE(early_in, attempt(0, 1, early))
CASE(early_on, attempt(0, 0, early))
CASE(early_out, attempt(2, 4, early))
CASE(handed_on_not, attempt(1, 1, handed_on))
CASE(handed_on, attempt(1, 2, handed_on))
CASE(many, attempt(1, 8, many))
CASE(registers, attempt(1, 1, through_registers))
CASE(two_deep, attempt(1, 42, two_deep))
CASE(over_realigned, attempt(1, 1, over_realigned))
CASE(gate_between, attempt(6, 6, below_gate))
CASE(mixed, attempt(30, 30, mixed))
CASE(mixed_returns, attempt(30, -1, mixed))
CASE(angry, attempt(10, 10, angry))
CASE(angry_returns, attempt(10, -1, angry))
CASE(calm, attempt(10, 10, calm))
CASE(deferred, attempt(5, 5, around_deferred))
CASE(late, attempt(2, -1, around_late))
CASE(afterwards, attempt(70, 71, afterwards))
CASE(late_again, attempt(70, 71, late_again))
CASE(exits, attempt(9, -1, exits_below))
CASE(loads, attempt_trapping(9, loads))
CASE(body_loads, body_loads(9))
CASE(reads_first, attempt_trapping(1, reads_first_below))
CASE(divides, attempt_trapping(9, divides))
CASE(bugs, attempt_trapping(9, bugs))
CASE(sort, attempt(1, 5, sorts))
CASE(sort_fixed, attempt(1, 5, sorts_fixed))
CASE(put_fixed, put_fixed())
CASE(list_sort, attempt(1, 5, list_sorts))
CASE(list_sort_around, attempt(1, 5, list_sorts_around))
CASE(reported, attempt(1, 2, beside))
CASE(reported_not, attempt(1, -1, beside))
CASE(reported_body, attempt(1, 3, in_body))
CASE(reported_below, attempt(1, 2, below_body))
CASE(list_sort_around_twice, attempt(1, 5, list_sorts_around_twice))
CASE(thread, ended(thread))
CASE(thread_reported, ended(reported_thread))

static const struct test_case cases[] = {
	TEST_CASE(returns), TEST_CASE(nested_0), TEST_CASE(nested_1),
	TEST_CASE(nested_2), TEST_CASE(nested_3), TEST_CASE(loop_1),
	TEST_CASE(loop_3), TEST_CASE(early_odd), TEST_CASE(early_in),
	TEST_CASE(early_on), TEST_CASE(early_out), TEST_CASE(handed_on_not),
	TEST_CASE(handed_on), TEST_CASE(many), TEST_CASE(registers),
	TEST_CASE(two_deep), TEST_CASE(over_realigned),
	TEST_CASE(gate_between), TEST_CASE(mixed),
	TEST_CASE(mixed_returns), TEST_CASE(angry), TEST_CASE(angry_returns),
	TEST_CASE(calm), TEST_CASE(deferred), TEST_CASE(late),
	TEST_CASE(afterwards), TEST_CASE(late_again), TEST_CASE(exits),
	TEST_CASE(loads), TEST_CASE(body_loads), TEST_CASE(reads_first),
	TEST_CASE(divides), TEST_CASE(bugs),
	TEST_CASE(sort), TEST_CASE(sort_fixed), TEST_CASE(put_fixed),
	TEST_CASE(list_sort),
	TEST_CASE(list_sort_around), TEST_CASE(list_sort_around_twice),
	TEST_CASE(thread), TEST_CASE(reported), TEST_CASE(reported_not),
	TEST_CASE(reported_body), TEST_CASE(reported_below),
	TEST_CASE(thread_reported),
};
/* clang-format on */

module_cases(cases);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Landing pads of plain functions");
MODULE_INFO(import_ns, "KDEFER");
