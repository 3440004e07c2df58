// SPDX-License-Identifier: GPL-2.0
/*
 * When deferred calls run, in which order, and what they are given.
 */
#include <linux/bitops.h>
#include <linux/string.h>

#include "go_kunit.h"
#include "suite.h"

DEFER_FN(void, ten_in_a_loop)
{
	int i;

	for (i = 0; i < 10; i++)
		defer(step, i);
}

/* D01: calls deferred in a loop run last in, first out. */
static void loop_runs_last_in_first_out(struct kunit *test)
{
	ten_in_a_loop();
	EXPECT_NOTES(test, "9 8 7 6 5 4 3 2 1 0");
}

struct many {
	int n;
	int values[4];
};

static void note_many(void *arg)
{
	struct many *m = arg;
	int i, sum = 0;

	for (i = 0; i < m->n; i++)
		sum += m->values[i];
	note("%d:%d", m->n, sum);
}

DEFER_FN(void, many_arguments, struct many *, lists, int, n)
{
	int i;

	for (i = 0; i < n; i++)
		defer_call(note_many, &lists[i]);
}

/* D02: the same for calls with a variable number of arguments. */
static void argument_lists_run_last_in_first_out(struct kunit *test)
{
	struct many lists[] = {
		{ 0 },
		{ 1, { 5 } },
		{ 2, { 5, 6 } },
		{ 4, { 1, 2, 3, 4 } },
	};

	many_arguments(lists, ARRAY_SIZE(lists));
	EXPECT_NOTES(test, "4:10 2:11 1:5 0:0");
}

static int next_ticket(void)
{
	static int ticket;

	note("ticket");
	return ++ticket % 2 ? 1 : 2;
}

DEFER_FN(void, early_arguments)
{
	int n = 10;

	defer(step, n);
	n = 20;
	defer(step, n);
	n = 30;
	defer(step, next_ticket());
	note("body:%d", n);
	defer(step, next_ticket());
}

/* D03 F06 F32: an argument is evaluated where the call is deferred, once. */
static void arguments_are_evaluated_early(struct kunit *test)
{
	early_arguments();
	EXPECT_NOTES(test, "ticket body:30 ticket 2 1 20 10");
}

static unsigned long keys;

static void delete_key(long key)
{
	clear_bit(key, &keys);
}

DEFINE_FREE(key, long, delete_key(_T))

DEFER_FN(unsigned long, insert_keys)
{
	long key;

	for (key = 0; key < 20; key++) {
		set_bit(key, &keys);
		defer(key, key);
	}
	return keys;
}

/* F31: every iteration deletes the key of its own. */
static void deferred_delete_takes_the_key_of_its_iteration(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, insert_keys(), (unsigned long)GENMASK(19, 0));
	KUNIT_EXPECT_EQ(test, keys, 0UL);
}

struct large {
	unsigned int copies;
	char name[120];
};

static struct large copy_large(const struct large *from)
{
	struct large copy = *from;

	note("copied");
	copy.copies++;
	return copy;
}

DEFINE_CLASS(large, struct large, note("%s:%u", _T.name, _T.copies),
	     copy_large(from), const struct large *from)

RECOVER_FN(int, capture_large, struct large *, large, bool, give_up)
{
	defer_recover();
	defer_class(large, captured, large);

	strscpy(large->name, "changed", sizeof(large->name));
	if (give_up)
		raise_value(1);
	note("%s:%u", captured.name, captured.copies);
	return 0;
}

/* D09 D10 U08: an aggregate is captured by value and copied once. */
static void aggregates_are_captured_once(struct kunit *test)
{
	struct large large = { .name = "first" };

	KUNIT_EXPECT_EQ(test, capture_large(&large, false), 0);
	strscpy(large.name, "second", sizeof(large.name));
	EXPECT_RUN(test, capture_large(&large, true), -1,
		   "copied first:1 first:1 copied second:1");
}

static void visit_range(int n, void (*visit)(struct defer_frame *frame, int i),
			struct defer_frame *frame)
{
	int i;

	for (i = 1; i <= n; i++)
		visit(frame, i);
}

static void defer_index(struct defer_frame *frame, int i)
{
	defer_to(frame, step, i);
}

static void defer_three(struct defer_frame *frame, int i)
{
	int j;

	defer_to(frame, step, 10 * i);
	for (j = 1; j <= 2; j++)
		defer_to(frame, step, 10 * i + j);
}

DEFER_FN(void, range_five)
{
	defer(step, -1);
	visit_range(5, defer_index, defer_frame());
	note("end");
}

DEFER_FN(void, range_nested)
{
	defer(step, 0);
	visit_range(2, defer_three, defer_frame());
	defer(step, 99);
	visit_range(1, defer_index, defer_frame());
}

/* D11: what the body of an iteration defers belongs to the function around it. */
static void iteration_defers_into_the_outer_function(struct kunit *test)
{
	range_five();
	EXPECT_NOTES(test, "end 5 4 3 2 1 -1");
}

/* D12 D13: so it does from nested iterations, in one order with all the rest. */
static void nested_iterations_interleave(struct kunit *test)
{
	range_nested();
	EXPECT_NOTES(test, "1 99 22 21 20 12 11 10 0");
}

static void double_it(void *result)
{
	*(long *)result *= 2;
}

static void note_word(void *word)
{
	note("%ld", *(long *)word);
}

/* Named results are words of the caller: C has no others that a call can reach. */
DEFER_FN(void, two_results, long *, a, long *, b)
{
	defer_call(double_it, a);
	defer_call(note_word, b);
	*a = 21;
	*b = 7;
}

/* F03 F22: deferred calls see the results, and may change them. */
static void deferred_call_sees_and_changes_results(struct kunit *test)
{
	long a = 0, b = 0;

	two_results(&a, &b);
	KUNIT_EXPECT_EQ(test, a, 42L);
	KUNIT_EXPECT_EQ(test, b, 7L);
	EXPECT_NOTES(test, "7");
}

static void (*choose(void))(void *)
{
	note("chosen");
	return note_word;
}

DEFER_FN(void, chosen_call, long *, result)
{
	defer_call(choose(), result);
	note("body");
	*result = 42;
}

/* F39: the function is chosen where it is deferred, and sees the last value. */
static void function_is_evaluated_early_and_runs_late(struct kunit *test)
{
	long result = 0;

	chosen_call(&result);
	EXPECT_NOTES(test, "chosen body 42");
}

DEFER_FN(void, conditional, unsigned int, which)
{
	int i;

	for (i = 0; i < 3; i++)
		if (which & BIT(i))
			defer(step, 1 << i);
	if (which & BIT(3))
		defer(step, 100);
}

/* U04: only what was reached is called. */
static void only_reached_defers_run(struct kunit *test)
{
	conditional(7);
	note("|");
	conditional(5);
	note("|");
	conditional(0);
	note("|");
	conditional(8);
	EXPECT_NOTES(test, "4 2 1 | 4 1 | | 100");
}

struct poll {
	int turns;
};

static void note_poll(void *arg)
{
	note("turns:%d", ((struct poll *)arg)->turns);
}

RECOVER_FN(int, no_way_out)
{
	struct poll poll = {};

	defer_recover_with(take, WORD(-5));
	defer_call(note_poll, &poll);
	for (;;)
		if (++poll.turns == 3)
			raise_value(1);
}

/* U01 U09: a function that cannot return defers, and recovers, all the same. */
static void function_without_a_return_still_recovers(struct kunit *test)
{
	EXPECT_RUN(test, no_way_out(), -5, "turns:3 took:1");
}

struct level {
	long number;
	long complement;
};

static void check_level(const struct level *l)
{
	if (l->number != ~l->complement)
		note("damaged");
	note_step(l->number);
}

DEFINE_FREE(level, struct level, check_level(&_T))

/* Each level checks words of its own stack when it is left. */
DEFER_FN(int, descend, int, number, int, how)
{
	struct level level = { number, ~(long)number };

	defer_free(level, level);
	if (number > 1)
		return descend(number - 1, how) + 1;
	if (how < 0)
		raise_value(-how);
	if (how > 0)
		soft_exit(how);
	return 1;
}

RECOVER_FN(int, descend_from_the_top, int, how)
{
	defer_recover_with(take, WORD(77));
	return descend(20, how);
}

/* D16 S02 S03: at every depth the arguments are intact, however it is left. */
static void arguments_are_intact_at_every_depth(struct kunit *test)
{
	static const struct {
		int how, result;
		const char *last;
	} rows[] = {
		{ 0, 20, "<nil>" },
		{ -9, 77, "took:9" },
		{ 5, 5, "<nil>" },
	};
	char all[128];
	int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		notes_begin(test);
		KUNIT_EXPECT_EQ_MSG(test, descend_from_the_top(rows[i].how),
				    rows[i].result, "row %d", i);
		snprintf(
			all, sizeof(all),
			"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 %s",
			rows[i].last);
		EXPECT_NOTES(test, all);
	}
}

DEFER_FN(void, deferring_cleanup, void *, arg)
{
	defer(step, 12);
	defer(step, 13);
	note_step(11);
}

RECOVER_FN(int, defers_a_deferrer, bool, give_up)
{
	defer_recover_with(take, WORD(1));
	defer(step, 2);
	defer_call(deferring_cleanup, NULL);
	if (give_up)
		raise_value(3);
	return 0;
}

/* U07: what a deferred function defers is its own, and runs when it returns. */
static void deferred_function_has_defers_of_its_own(struct kunit *test)
{
	EXPECT_RUN(test, defers_a_deferrer(false), 0, "11 13 12 2 <nil>");
	EXPECT_RUN(test, defers_a_deferrer(true), 1, "11 13 12 2 took:3");
}

static struct kunit_case cases[] = {
	KUNIT_CASE(loop_runs_last_in_first_out),
	KUNIT_CASE(argument_lists_run_last_in_first_out),
	KUNIT_CASE(arguments_are_evaluated_early),
	KUNIT_CASE(deferred_delete_takes_the_key_of_its_iteration),
	KUNIT_CASE(aggregates_are_captured_once),
	KUNIT_CASE(iteration_defers_into_the_outer_function),
	KUNIT_CASE(nested_iterations_interleave),
	KUNIT_CASE(deferred_call_sees_and_changes_results),
	KUNIT_CASE(function_is_evaluated_early_and_runs_late),
	KUNIT_CASE(only_reached_defers_run),
	KUNIT_CASE(function_without_a_return_still_recovers),
	KUNIT_CASE(arguments_are_intact_at_every_depth),
	KUNIT_CASE(deferred_function_has_defers_of_its_own),
	{}
};

DEFINE_SUITE("kdefer_go_defer", .init = notes_begin);
