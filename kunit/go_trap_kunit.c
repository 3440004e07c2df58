// SPDX-License-Identifier: GPL-2.0
/*
 * Where the tests of Go let the CPU fault, and kdefer's trap_faults() makes that a soft
 * panic. User Mode Linux has no way to: there each case is skipped, and soft_panic()
 * stands for the fault in go_fault_kunit.c and its neighbours.
 */
#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "../selftests/arch.h"
#include "go_kunit.h"
#include "parameter.h"
#include "suite.h"

/* Addresses that nothing is mapped at, without and with a canonical form. */
#define NOWHERE ((int *)8)
#define NOT_CANONICAL ((int *)0x1234567812345678)

/* Their faults must come from the access itself, not from what checks it before. */
static noinline __noclone __no_sanitize_address int read_at(const int *p)
{
	OPTIMIZER_HIDE_VAR(p);
	return READ_ONCE(*p);
}

static noinline __noclone __no_sanitize_address void write_at(int *p)
{
	OPTIMIZER_HIDE_VAR(p);
	WRITE_ONCE(*p, 1);
}

static noinline __noclone __no_sanitize_address int divide(int a, int b)
{
	return divide_by_asm(a, b);
}

static void note_fault(struct soft_panic *p, void *result)
{
	if (!p) {
		note("<nil>");
		return;
	}
	note("%d:%d:%lx", p->cause, p->err, p->addr);
	recover(p, result);
}

/* A word that no case expects where it cannot be. */
#define TRAP()                            \
	do {                              \
		if (trap_faults())        \
			note("no-traps"); \
	} while (0)

RECOVER_FN(int, reads, const int *, p)
{
	defer_recover_with(note_fault, WORD(-1));
	TRAP();
	return read_at(p);
}

RECOVER_FN(int, writes, int *, p)
{
	defer_recover_with(note_fault, WORD(-1));
	TRAP();
	write_at(p);
	return 0;
}

RECOVER_FN(int, divides, int, a, int, b)
{
	defer_recover_with(note_fault, WORD(-1));
	TRAP();
	return divide(a, b);
}

/* R26 R27 P13 F59 F60 F61: what the CPU refuses is an error that says what it was. */
static void fault_carries_its_cause(struct kunit *test)
{
	static int values[] = { 5, 6, 7 };

	KUNIT_EXPECT_EQ(test, reads(&values[2]), 7);
	KUNIT_EXPECT_EQ(test, reads(NULL), -1);
	KUNIT_EXPECT_EQ(test, writes(NULL), -1);
	KUNIT_EXPECT_EQ(test, divides(7, 2), 3);
	if (!DIVISION_FAULTS) {
		EXPECT_RUN(test, divides(7, 0), 0,
			   "<nil> 1:-14:0 1:-14:0 <nil> <nil>");
		return;
	}
	KUNIT_EXPECT_EQ(test, divides(7, 0), -1);
	EXPECT_RUN(test, divides(7, 0), -1,
		   "<nil> 1:-14:0 1:-14:0 <nil> 3:-33:0 3:-33:0");
}

/*
 * P38 P39: a fault carries its address, whatever it was; so does a forbidden write. It is
 * one to the guard page of an area: a write to read-only memory is not trapped unless the
 * administrator says trap=all.
 */
static void fault_carries_its_address(struct kunit *test)
{
	void *area = vmalloc(PAGE_SIZE);
	int *guard = area + PAGE_SIZE;
	char wanted[64];

	KUNIT_ASSERT_NOT_NULL(test, area);
	KUNIT_EXPECT_EQ(test, reads(NOWHERE), -1);
	KUNIT_EXPECT_EQ(test, writes(guard), -1);
	KUNIT_EXPECT_EQ(test, reads(NOT_CANONICAL), -1);
	snprintf(wanted, sizeof(wanted), "1:-14:8 1:-14:%lx %d:-14:%lx",
		 (unsigned long)guard, NOT_CANONICAL_CAUSE,
		 (unsigned long)NOT_CANONICAL_ADDR(NOT_CANONICAL));
	vfree(area);
	EXPECT_NOTES(test, wanted);
}

struct copy {
	const int *from[8];
	int to[8];
	int done;
};

static void take_the_count(struct soft_panic *p, void *copy)
{
	recover(p, ((struct copy *)copy)->done);
}

RECOVER_FN(int, copy_until_it_faults, struct copy *, copy)
{
	defer_recover_with(take_the_count, copy);
	TRAP();
	for (copy->done = 0;; copy->done++)
		copy->to[copy->done] = read_at(copy->from[copy->done]);
	return -1;
}

/* R28 F08: what was done before the fault is seen, what comes after is not. */
static void effects_before_a_fault_are_exact(struct kunit *test)
{
	static const int values[] = { 1, 2, 3 };
	struct copy copy = { .from = { &values[0], &values[1], &values[2] } };

	KUNIT_EXPECT_EQ(test, copy_until_it_faults(&copy), 3);
	KUNIT_EXPECT_EQ(test, copy.to[2], 3);
	KUNIT_EXPECT_EQ(test, copy.to[3], 0);
	EXPECT_NOTES(test, "");
}

static void take_the_flag(struct soft_panic *p, void *flag)
{
	recover(p, *(int *)flag);
}

RECOVER_FN(long, assign_after_the_fault, int *, flag)
{
	defer_recover_with(take_the_flag, flag);
	TRAP();
	*flag = read_at(NULL);
	return 2;
}

/* F42: an operand that faults does so before the assignment. */
static void fault_comes_before_the_assignment(struct kunit *test)
{
	int flag = 9;

	KUNIT_EXPECT_EQ(test, assign_after_the_fault(&flag), 9L);
	KUNIT_EXPECT_EQ(test, flag, 9);
}

typedef void call_fn(void *arg);

RECOVER_FN(int, defers_a_missing_function, int, n, call_fn *, missing)
{
	int i;

	defer(step, 1);
	defer_recover_with(take, WORD(6));
	TRAP();
	for (i = 0; i < n; i++)
		defer_call(missing, NULL);
	defer(step, 2);
	note("body");
	return 0;
}

/* D05 F17 C07 C08: a missing function faults when its turn comes, not before. */
static void missing_function_fails_when_it_is_called(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, defers_a_missing_function(1, NULL), 6);
	note("|");
	EXPECT_RUN(test, defers_a_missing_function(5, NULL), 6,
		   "body 2 took:14 1 | body 2 took:14 1");
}

struct file_ops {
	call_fn *close;
};

RECOVER_FN(int, defer_a_method, const struct file_ops *, ops)
{
	defer_recover_with(note_fault, WORD(-1));
	TRAP();
	defer(step, 1);
	OPTIMIZER_HIDE_VAR(ops);
	defer_call((call_fn *)(long)read_at((const int *)ops), NULL);
	note("body");
	return 0;
}

/* F14 F15: looking up a method of nothing faults where the call is deferred. */
static void method_of_nothing_fails_where_it_is_deferred(struct kunit *test)
{
	EXPECT_RUN(test, defer_a_method(NULL), -1, "1 1:-14:0");
}

static void use_receiver(void *receiver)
{
	note("%d", read_at(receiver));
}

RECOVER_FN(int, defer_through_a_bad_receiver, int *, result)
{
	defer_recover_with(take, WORD(1));
	TRAP();
	defer_call(use_receiver, NULL);
	*result = 1;
	return *result;
}

/* F16: a bad receiver is noticed when the call runs, after the result was set. */
static void bad_receiver_fails_when_the_call_runs(struct kunit *test)
{
	int result = 0;

	KUNIT_EXPECT_EQ(test, defer_through_a_bad_receiver(&result), 1);
	KUNIT_EXPECT_EQ(test, result, 1);
	EXPECT_NOTES(test, "took:14");
}

RECOVER_FN(int, call_a_pointer, call_fn *, fn)
{
	defer_recover();
	TRAP();
	OPTIMIZER_HIDE_VAR(fn);
	fn(NULL);
	return 0;
}

/* F58 P27: a plain call of no function is recoverable. */
static void call_of_nothing_is_recoverable(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, call_a_pointer(NULL), -EFAULT);
}

static void note_both(struct soft_panic *p, void *result)
{
	const struct soft_panic *prev = soft_panic_prev(p);

	note("%d:%d", panic_value(p), panic_value(prev));
	recover(p, result);
}

RECOVER_FN(int, missing_function_during_a_panic)
{
	defer_recover_with(note_both, WORD(6));
	TRAP();
	defer_call((call_fn *)NULL, NULL);
	raise_value(5);
}

/* F18: the fault of a missing function replaces the panic that was in flight. */
static void fault_replaces_the_panic(struct kunit *test)
{
	EXPECT_RUN(test, missing_function_during_a_panic(), 6, "14:5");
}

static void read_nothing(int unused)
{
	read_at(NULL);
}

DEFINE_FAULTS_IN_FAULTS(TRAP(), read_nothing)

/* F20: a fault while a fault is handled, four deep; the stack of each can be read. */
static void faults_may_nest(struct kunit *test)
{
	EXPECT_RUN(test, faults_in_faults(), 1,
		   "14:ok 14:ok 14:ok 14:ok took:14");
}

/* Where the fault was and who called that, as a handler finds them. */
static void note_place(struct soft_panic *p, void *result)
{
	unsigned long stack[8];
	unsigned int n = soft_panic_stack(p, stack, ARRAY_SIZE(stack));

	note(n && is_in_function(p->ip + 1, "read_with_a_frame") ?
		     "at:the_victim" :
		     "at:elsewhere");
	note(n > 1 && is_in_function(stack[1], "calls_the_victim") ?
		     "below:calls_the_victim" :
		     "below:another");
	recover(p, result);
}

/* A function that has not made its frame hides its caller from the frame pointer unwinder. */
static noinline __noclone __no_sanitize_address int
read_with_a_frame(const int *p)
{
	NEEDS_FRAME();
	return READ_ONCE(*p);
}

static noinline __noclone int calls_the_victim(const int *p)
{
	int value = read_with_a_frame(p);

	barrier();
	return value + 1;
}

RECOVER_FN(int, knows_the_place)
{
	defer_recover_with(note_place, WORD(3));
	TRAP();
	return calls_the_victim(NULL);
}

/* F11 F23 C05 C06: the panic knows the instruction that faulted, and its callers. */
static void fault_knows_its_place(struct kunit *test)
{
	EXPECT_RUN(test, knows_the_place(), 3,
		   "at:the_victim below:calls_the_victim");
}

RECOVER_FN(int, keeps_its_records, int, n)
{
	int i;

	defer_recover_with(take, WORD(2));
	TRAP();
	for (i = 0; i < n; i++)
		defer(step, i);
	poison_stack();
	return calls_the_victim(NULL);
}

/* F41: records in the frame and allocated ones, and what they hold, outlast a fault. */
static void records_survive_a_fault(struct kunit *test)
{
	EXPECT_RUN(test, keeps_its_records(5), 2, "4 3 2 1 0 took:14");
}

RECOVER_FN(int, leaf_below, const int *, p)
{
	defer_recover_with(take, WORD(4));
	defer(step, 2);
	TRAP();
	return read_at(p);
}

DEFER_FN(int, leaf_above)
{
	int result;

	defer(step, 1);
	result = leaf_below(NULL);
	note("returned");
	return result;
}

/* S04: a leaf without a frame is not mistaken for its caller. */
static void leaf_is_not_mistaken_for_its_caller(struct kunit *test)
{
	EXPECT_RUN(test, leaf_above(), 4, "2 took:14 returned 1");
}

RECOVER_FN(int, survives_one)
{
	defer_recover();
	TRAP();
	return read_at(NULL);
}

static long survive_four_times(void *unused)
{
	int i, survived = 0;

	for (i = 0; i < 4; i++)
		survived += survives_one() == -EFAULT;
	return survived;
}

/* P31: every task recovers from faults, again and again. */
static void every_task_recovers_again_and_again(struct kunit *test)
{
	int i;

	KUNIT_EXPECT_EQ(test, survive_four_times(NULL), 4L);
	for (i = 0; i < 4; i++)
		KUNIT_EXPECT_EQ(test, in_other_task(survive_four_times, NULL),
				4L);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(fault_carries_its_cause),
	KUNIT_CASE(fault_carries_its_address),
	KUNIT_CASE(effects_before_a_fault_are_exact),
	KUNIT_CASE(fault_comes_before_the_assignment),
	KUNIT_CASE(missing_function_fails_when_it_is_called),
	KUNIT_CASE(method_of_nothing_fails_where_it_is_deferred),
	KUNIT_CASE(bad_receiver_fails_when_the_call_runs),
	KUNIT_CASE(call_of_nothing_is_recoverable),
	KUNIT_CASE(fault_replaces_the_panic),
	KUNIT_CASE(faults_may_nest),
	KUNIT_CASE(fault_knows_its_place),
	KUNIT_CASE(records_survive_a_fault),
	KUNIT_CASE(leaf_is_not_mistaken_for_its_caller),
	KUNIT_CASE(every_task_recovers_again_and_again),
	{}
};

RECOVER_FN(int, may_trap)
{
	return trap_faults();
}

/* Where the administrator forbids it, by kernel.panic_on_oops for one, no case may fault. */
static int need_faults(struct kunit *test)
{
	if (IS_ENABLED(CONFIG_UML))
		kunit_skip(test, "User Mode Linux cannot trap_faults()");
	KUNIT_ASSERT_EQ(test, may_trap(), 0);
	return notes_begin(test);
}

DEFINE_SUITE("kdefer_go_trap", .suite_init = be_quiet,
	     .suite_exit = speak_again, .init = need_faults);
