// SPDX-License-Identifier: GPL-2.0
/*
 * Panics that are raised by deferred calls: which one replaces which, who is handed
 * which, and what still runs.
 *
 * In the pictures a frame's deferred calls stand beside it in the order in which they
 * were deferred; they run from the right.
 */
#include <linux/string.h>

#include "go_kunit.h"
#include "suite.h"

RECOVER_FN(void, raise_and_take, struct soft_panic *, p, void *, value)
{
	defer_recover_with(take, NULL);
	raise_value((int)(long)value);
}

RECOVER_FN(int, newer_is_taken_inside)
{
	defer_recover_with(take, WORD(1));
	defer_recover_with(raise_and_take, WORD(2));
	raise_value(1);
}

/* R19 P03: a newer panic that ends within the deferred call leaves the older alone. */
static void newer_panic_ends_inside_the_deferred_call(struct kunit *test)
{
	EXPECT_RUN(test, newer_is_taken_inside(), 1, "took:2 took:1");
}

RECOVER_FN(void, takes_then_raises_and_takes, struct soft_panic *, p, void *,
	   quiet)
{
	if (quiet)
		recover(p, 7);
	else
		take(p, WORD(7));
	defer_recover_with(take, NULL);
	raise_value(3);
}

RECOVER_FN(int, takes_two, bool, quiet)
{
	defer_recover_with(take, WORD(1));
	defer_recover_with(takes_then_raises_and_takes, WORD(quiet));
	raise_value(2);
}

/* R20 R21: nor does it undo that the older one was recovered before. */
static void recovery_outlasts_a_newer_panic(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, takes_two(false), 7);
	note("|");
	EXPECT_RUN(test, takes_two(true), 7,
		   "took:2 took:3 <nil> | took:3 <nil>");
}

RECOVER_FN(int, replaced_once)
{
	defer_recover_with(take, WORD(2));
	defer_recover_with(take, WORD(1));
	defer_call(panic_now, WORD(2));
	raise_value(1);
}

static void note_state(void *unused)
{
	const struct soft_panic *p = soft_panicking();

	note(p ? "in-flight:%d" : "calm", panic_value(p));
}

RECOVER_FN(int, replaced_and_calm)
{
	defer_call(note_state, NULL);
	defer_recover_with(take, WORD(2));
	defer_call(note_state, NULL);
	defer_call(panic_now, WORD(2));
	defer_call(note_state, NULL);
	raise_value(1);
}

/* U06 C04 F18: a newer panic replaces the older one for good. */
static void newer_panic_replaces_the_older(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, replaced_once(), 1);
	note("|");
	EXPECT_RUN(test, replaced_and_calm(), 2,
		   "took:2 <nil> | in-flight:1 in-flight:2 took:2 calm");
	KUNIT_EXPECT_NULL(test, soft_panicking());
}

RECOVER_FN(void, defers_a_taker, struct soft_panic *, p, void *, arg)
{
	defer_recover_with(take, NULL);
	note("handler");
}

RECOVER_FN(int, taker_at_the_wrong_level)
{
	defer_recover_with(take, WORD(1));
	defer_recover_with(defers_a_taker, NULL);
	raise_value(1);
}

/* U07: what a handler defers is run by its return, not by the panic. */
static void taker_deferred_by_a_handler_sees_nothing(struct kunit *test)
{
	EXPECT_RUN(test, taker_at_the_wrong_level(), 1, "handler <nil> took:1");
}

static void take_and_raise_again(struct soft_panic *p, void *result)
{
	int value = panic_value(p);

	take(p, result);
	raise_value(value + 1);
}

DEFER_FN(void, repanics_below, int, level)
{
	defer(step, 100 + level);
	if (!level)
		raise_value(1);
	repanics_below(level - 1);
}

RECOVER_FN(int, repanicking_level, int, level)
{
	defer_recover_with(take_and_raise_again, NULL);
	if (level)
		return repanicking_level(level - 1);
	repanics_below(1);
	return 0;
}

RECOVER_FN(int, repanics_recovered)
{
	defer_recover_with(take, WORD(9));
	return repanicking_level(4);
}

RECOVER_FN(int, fresh_panic)
{
	defer_recover_with(take, WORD(8));
	poison_stack();
	raise_value(30);
}

/* U10: after recover and panic on six levels nothing of them is left behind. */
static void repeated_repanics_leave_nothing_behind(struct kunit *test)
{
	EXPECT_RUN(test, repanics_recovered(), 9,
		   "100 101 took:1 took:2 took:3 took:4 took:5 took:6");
	poison_stack();
	notes_begin(test);
	EXPECT_RUN(test, fresh_panic(), 8, "took:30");
}

/*
 *	h:	take | take | raise 4
 *	f:	take | h | (body raises 1)
 */
RECOVER_FN(void, takes_four, struct soft_panic *, p, void *, arg)
{
	note("in");
	defer_recover_with(look, NULL);
	defer_recover_with(take, NULL);
	raise_value(4);
}

RECOVER_FN(int, four_inside_one)
{
	int i;

	defer_recover_with(take, WORD(1));
	for (i = 0; i < 3; i++)
		defer(step, i);
	defer_recover_with(takes_four, NULL);
	raise_value(1);
}

/* U12: the value inside is 4, the value outside 1. */
static void each_level_takes_its_own(struct kunit *test)
{
	EXPECT_RUN(test, four_inside_one(), 1, "in took:4 <nil> 2 1 0 took:1");
}

/*
 *	inner:	take | (body raises 3)
 *	h:	take | panic 5 | (body calls inner, then raises 4)
 *	f:	step 1 | take | h | (body raises 1)
 */
RECOVER_FN(void, takes_three)
{
	defer(step, 31);
	defer_recover_with(take, NULL);
	defer(step, 32);
	raise_value(3);
}

RECOVER_FN(void, five_replaces_four, struct soft_panic *, p, void *, arg)
{
	defer(step, 41);
	defer_recover_with(take, NULL);
	defer_call(panic_now, WORD(5));
	defer(step, 42);
	takes_three();
	raise_value(4);
}

RECOVER_FN(int, three_levels)
{
	defer(step, 11);
	defer_recover_with(take, WORD(1));
	defer_recover_with(five_replaces_four, NULL);
	defer(step, 12);
	raise_value(1);
}

/* U13: 3, then 5 for 4, then 1, and every step between in its place. */
static void replacement_inside_a_deferred_call(struct kunit *test)
{
	EXPECT_RUN(test, three_levels(), 1,
		   "12 32 took:3 31 42 took:5 41 took:1 11");
}

/*
 *	f:	step 1 | take | step 2 | h | step 3 | (body raises 1)
 *	h:	step 4 | raise_and_take 2 | step 5 | g, plainly called | step 6
 *	g:	step 7 | take | raise 4 | step 8 | (body raises 3)
 */
RECOVER_FN(void, four_for_three)
{
	defer(step, 7);
	defer_recover_with(take, NULL);
	defer_call(panic_now, WORD(4));
	defer(step, 8);
	raise_value(3);
}

RECOVER_FN(void, many_steps_inside, struct soft_panic *, p, void *, arg)
{
	note("a");
	defer(step, 4);
	defer_recover_with(raise_and_take, WORD(2));
	defer(step, 5);
	four_for_three();
	note("b");
	defer(step, 6);
	note("c");
}

RECOVER_FN(int, many_steps)
{
	defer(step, 1);
	defer_recover_with(take, WORD(1));
	defer(step, 2);
	defer_recover_with(many_steps_inside, NULL);
	defer(step, 3);
	raise_value(1);
}

/* U14: no step of a deep nest is missed, and none is made twice. */
static void no_step_is_missed(struct kunit *test)
{
	EXPECT_RUN(test, many_steps(), 1,
		   "3 a 8 took:4 7 b c 6 5 took:2 4 2 took:1 1");
}

/*
 *	f:	take | steps | raise 5 | h | (body raises 4)
 *	h:	look | (body calls takes_three, then raises and takes 1)
 */
RECOVER_FN(void, sequence_inside, struct soft_panic *, p, void *, arg)
{
	defer_recover_with(look, NULL);
	takes_three();
	helper_that_would_take();
	raise_and_take(NULL, WORD(1));
	helper_that_would_take();
}

RECOVER_FN(int, five_over_four)
{
	int i;

	defer_recover_with(take, WORD(5));
	for (i = 0; i < 2; i++)
		defer(step, i);
	defer_call(panic_now, WORD(5));
	defer_recover_with(sequence_inside, NULL);
	raise_value(4);
}

/* F43: panics one after the other inside a deferred call, then one over the outer. */
static void sequence_inside_then_replacement(struct kunit *test)
{
	EXPECT_RUN(test, five_over_four(), 5,
		   "32 took:3 31 <nil> took:1 <nil> <nil> 1 0 took:5");
}

/*
 *	f:	take | three | h | (body raises 1)
 *	h:	step 2 | take | (body: step 1, raises 2)
 *	three:	step 3, raises 4
 */
RECOVER_FN(void, one_and_two, struct soft_panic *, p, void *, arg)
{
	defer(step, 2);
	defer_recover_with(take, NULL);
	recover(p, 0);
	note("1");
	raise_value(2);
}

static void three_and_raise(struct soft_panic *p, void *arg)
{
	look(p, NULL);
	note("3");
	raise_value(4);
}

RECOVER_FN(int, one_two_three)
{
	defer_recover_with(take, WORD(4));
	defer_recover_with(three_and_raise, NULL);
	defer_recover_with(one_and_two, NULL);
	raise_value(1);
}

/* F44: after a nested recovery the next deferred call is not skipped. */
static void next_call_is_not_skipped(struct kunit *test)
{
	EXPECT_RUN(test, one_two_three(), 4, "1 took:2 2 <nil> 3 took:4");
}

/* Here soft_panic() stands for a fault. */
DEFINE_FAULTS_IN_FAULTS(barrier(), raise_value)

/* F20: a fault while a fault is handled, four deep; the stack of each can be read. */
static void faults_may_nest(struct kunit *test)
{
	EXPECT_RUN(test, faults_in_faults(), 1, "1:ok 2:ok 3:ok 4:ok took:3");
}

static noinline void deeper(int value)
{
	unsigned char room[256];

	memset(room, value, sizeof(room));
	OPTIMIZER_HIDE_VAR(room[0]);
	raise_value(value);
}

static void deeper_call(void *value)
{
	deeper((int)(long)value);
}

static void note_chain(struct soft_panic *p, void *arg)
{
	const struct soft_panic *older;
	char reason[16];

	for (older = p; older; older = soft_panic_prev(older)) {
		soft_panic_message(older, reason, sizeof(reason));
		note("%s", reason);
	}
	recover(p, 1);
}

RECOVER_FN(int, three_deep)
{
	defer_recover_with(note_chain, NULL);
	defer_call(deeper_call, WORD(3));
	defer_call(deeper_call, WORD(2));
	deeper(1);
	return 0;
}

/* S05 P18 P23: the chain keeps every panic, its text too, after its stack is gone. */
static void chain_outlasts_the_stacks(struct kunit *test)
{
	EXPECT_RUN(test, three_deep(), 1, "value 3 value 2 value 1");
}

static struct kunit_case cases[] = {
	KUNIT_CASE(newer_panic_ends_inside_the_deferred_call),
	KUNIT_CASE(recovery_outlasts_a_newer_panic),
	KUNIT_CASE(newer_panic_replaces_the_older),
	KUNIT_CASE(taker_deferred_by_a_handler_sees_nothing),
	KUNIT_CASE(repeated_repanics_leave_nothing_behind),
	KUNIT_CASE(each_level_takes_its_own),
	KUNIT_CASE(replacement_inside_a_deferred_call),
	KUNIT_CASE(no_step_is_missed),
	KUNIT_CASE(sequence_inside_then_replacement),
	KUNIT_CASE(next_call_is_not_skipped),
	KUNIT_CASE(faults_may_nest),
	KUNIT_CASE(chain_outlasts_the_stacks),
	{}
};

DEFINE_SUITE("kdefer_go_nested", .init = notes_begin);
