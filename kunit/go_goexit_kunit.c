// SPDX-License-Identifier: GPL-2.0
/*
 * soft_exit(): the outermost RECOVER_FN of the stack is what a goroutine is to
 * Goexit. It runs everything that is deferred, and nothing stops it.
 */
#include <linux/workqueue.h>

#include "go_kunit.h"
#include "suite.h"

#define CODE 42

static void never(const char *where)
{
	note("went-on:%s", where);
}

RECOVER_FN(int, exits_below_handlers)
{
	defer(step, 1);
	defer_recover_with(take, WORD(5));
	defer(step, 2);
	soft_exit(CODE);
}

RECOVER_FN(int, root, int (*)(void), fn)
{
	int result;

	defer(step, 0);
	defer_recover_with(take, WORD(-100));
	result = fn();
	never("root");
	return result;
}

/* P11: an exit runs every deferred call; no handler sees a panic in it. */
static void exit_runs_every_deferred_call(struct kunit *test)
{
	EXPECT_RUN(test, root(exits_below_handlers), CODE, "2 <nil> 1 <nil> 0");
}

static int load_result, load_calls;

static void count_call(void *calls)
{
	(*(int *)calls)++;
}

RECOVER_FN(int, exits_and_counts, int *, calls)
{
	defer_call(count_call, calls);
	soft_exit(CODE);
}

static int exit_while_the_module_loads(struct kunit_suite *suite)
{
	load_result = exits_and_counts(&load_calls);
	return 0;
}

/* F13: an exit in the task that loads the module, before its first case. */
static void exit_works_while_a_module_loads(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, load_result, CODE);
	KUNIT_EXPECT_EQ(test, load_calls, 1);
}

RECOVER_FN(int, exit_ends_a_panic)
{
	defer_recover_with(take, WORD(5));
	defer_call(exit_now, WORD(CODE));
	defer(step, 3);
	raise_value(1);
}

/* P12: an exit by a deferred call of a panic ends the panic; nobody sees it again. */
static void exit_ends_the_panic(struct kunit *test)
{
	EXPECT_RUN(test, root(exit_ends_a_panic), CODE, "3 <nil> <nil> 0");
	KUNIT_EXPECT_NULL(test, soft_panicking());
}

static void take_and_exit(struct soft_panic *p, void *code)
{
	take(p, WORD(5));
	soft_exit(code);
}

RECOVER_FN(int, exit_after_a_recovery)
{
	defer_recover_with(take, WORD(6));
	defer_recover_with(take_and_exit, WORD(CODE));
	raise_value(1);
}

/* Its chain is what a stale panic of an earlier call would show up in. */
static void look_at_the_chain(struct soft_panic *p, void *result)
{
	note("%d after %d", panic_value(p), panic_value(soft_panic_prev(p)));
	recover(p, result);
}

RECOVER_FN(int, panics_alone)
{
	defer_recover_with(look_at_the_chain, WORD(7));
	raise_value(3);
}

/* F21: an exit right after a recovery leaves no panic behind. */
static void exit_after_recovery_leaves_no_panic(struct kunit *test)
{
	EXPECT_RUN(test, root(exit_after_a_recovery), CODE,
		   "took:1 <nil> <nil> 0");
	poison_stack();
	notes_begin(test);
	EXPECT_RUN(test, panics_alone(), 7, "3 after 0");
	KUNIT_EXPECT_NULL(test, soft_panicking());
}

RECOVER_FN(void, panics_and_recovers, struct soft_panic *, p, void *, arg)
{
	look(p, NULL);
	defer_recover_with(take, NULL);
	raise_value(2);
}

RECOVER_FN(int, panic_inside_an_exit)
{
	defer_recover_with(take, WORD(5));
	defer_recover_with(panics_and_recovers, NULL);
	soft_exit(CODE);
}

/* P15: a panic that ends within a deferred call of an exit does not end the exit. */
static void panic_inside_a_deferred_call_of_an_exit(struct kunit *test)
{
	EXPECT_RUN(test, root(panic_inside_an_exit), CODE,
		   "<nil> took:2 <nil> <nil> 0");
}

RECOVER_FN(int, panic_recovered_by_the_frame)
{
	defer(step, 1);
	defer_recover_with(take, WORD(5));
	defer_call(panic_now, WORD(2));
	soft_exit(CODE);
}

RECOVER_FN(int, caller_of_the_frame)
{
	int result;

	defer(step, 10);
	result = panic_recovered_by_the_frame();
	never("caller");
	return result;
}

/* P16: nor one that an earlier call of the same frame recovers: no caller goes on. */
static void recovery_cannot_bypass_an_exit(struct kunit *test)
{
	EXPECT_RUN(test, root(caller_of_the_frame), CODE,
		   "took:2 1 10 <nil> 0");
}

RECOVER_FN(int, panic_recovered_by_heap_records)
{
	int i;

	for (i = 0; i < 3; i++)
		defer(step, i);
	defer_recover_with(take, WORD(5));
	for (i = 3; i < 5; i++)
		defer(step, i);
	defer_call(panic_now, WORD(2));
	defer(step, 5);
	soft_exit(CODE);
}

/* P17: the same with records on the heap. */
static void heap_records_cannot_bypass_an_exit(struct kunit *test)
{
	EXPECT_RUN(test, root(panic_recovered_by_heap_records), CODE,
		   "5 4 3 took:2 2 1 0 <nil> 0");
}

RECOVER_FN(int, recovered_further_out)
{
	int result;

	defer_recover_with(take, WORD(6));
	defer(step, 20);
	result = exits_below_handlers();
	never("middle");
	return result;
}

RECOVER_FN(int, panic_crosses_frames)
{
	int result;

	defer_recover_with(take, WORD(7));
	defer_call(panic_now, WORD(3));
	result = recovered_further_out();
	never("outer");
	return result;
}

/* P16 as well: a panic of an outer frame's call meets the exit on its way. */
static void exit_outlasts_a_panic_across_frames(struct kunit *test)
{
	EXPECT_RUN(test, root(panic_crosses_frames), CODE,
		   "2 <nil> 1 20 <nil> took:3 <nil> 0");
}

static void exit_with(struct soft_panic *p, void *code)
{
	look(p, NULL);
	soft_exit(code);
}

RECOVER_FN(int, exits_twice)
{
	defer(step, 1);
	defer_recover_with(exit_with, WORD(CODE));
	defer(step, 2);
	soft_exit(7);
}

RECOVER_FN(int, exits_on_return)
{
	defer(step, 1);
	defer_call(exit_now, WORD(CODE));
	defer(step, 2);
	return 5;
}

/* P11 as well: the newest exit's code counts, and each call is made once. */
static void exit_in_an_exit_and_on_a_return(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, root(exits_twice), CODE);
	note("|");
	EXPECT_RUN(test, root(exits_on_return), CODE,
		   "2 <nil> 1 <nil> 0 | 2 1 <nil> 0");
}

static void take_silently(struct soft_panic *p, void *result)
{
	if (p)
		recover(p, result);
}

RECOVER_FN(long, exits_at_depth, void *, left)
{
	unsigned long filler[4] = { (unsigned long)left };

	OPTIMIZER_HIDE_VAR(filler[0]);
	defer_recover_with(take_silently, NULL);
	if (filler[0])
		return exits_at_depth(WORD(filler[0] - 1));
	soft_exit(CODE);
}

RECOVER_FN(long, panics_then, void *, arg)
{
	defer_recover();
	raise_value(3);
}

/*
 * F66: tasks that end calls by an exit at depth, again and again, are as good as
 * before: workers of a queue are used by many.
 */
static void tasks_are_reused_after_exits_at_depth(struct kunit *test)
{
	int i, exits = 0, panics = 0;

	for (i = 0; i < 200; i++) {
		exits += in_other_task(exits_at_depth, WORD(i % 20)) == CODE;
		panics += in_other_task(panics_then, NULL) == -3;
	}
	KUNIT_EXPECT_EQ(test, exits, 200);
	KUNIT_EXPECT_EQ(test, panics, 200);
}

/* S15: a task needs no introduction to kdefer before it may exit. */
static void exit_works_in_any_task(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, in_other_task(exits_at_depth, NULL), (long)CODE);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(exit_runs_every_deferred_call),
	KUNIT_CASE(exit_works_while_a_module_loads),
	KUNIT_CASE(exit_ends_the_panic),
	KUNIT_CASE(exit_after_recovery_leaves_no_panic),
	KUNIT_CASE(panic_inside_a_deferred_call_of_an_exit),
	KUNIT_CASE(recovery_cannot_bypass_an_exit),
	KUNIT_CASE(heap_records_cannot_bypass_an_exit),
	KUNIT_CASE(exit_outlasts_a_panic_across_frames),
	KUNIT_CASE(exit_in_an_exit_and_on_a_return),
	KUNIT_CASE(tasks_are_reused_after_exits_at_depth),
	KUNIT_CASE(exit_works_in_any_task),
	{}
};

DEFINE_SUITE("kdefer_go_goexit", .suite_init = exit_while_the_module_loads,
	     .init = notes_begin);
