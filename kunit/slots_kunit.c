// SPDX-License-Identifier: GPL-2.0
/*
 * The room in a frame: a slot for each place that registers a call, two at least and eight at
 * most. What has a slot takes no memory, and can be registered where there is none.
 */
#include <linux/kdefer.h>

#include "../selftests/arch.h"
#include "endings.h"
#include "heap.h"
#include "suite.h"
#include "trace.h"

/* Calls that a case does not make are counted as others. */
#define MANY 9
#include "count_down.h"

ENDING_PARAM;

/* That many calls were made, in order, for which memory was allocated so often. */
#define EXPECT_CALLS(test, function, made, blocks)                           \
	do {                                                                 \
		const struct ending *__e = (test)->param_value;              \
                                                                             \
		count.calls = MANY - (made);                                 \
		count.disorder = 0;                                          \
		heap_watch(test);                                            \
		KUNIT_EXPECT_EQ(test, run(function, __e->how), __e->result); \
		heap_watch_end();                                            \
		KUNIT_EXPECT_EQ(test, count.calls, MANY);                    \
		KUNIT_EXPECT_EQ(test, count.disorder, 0);                    \
		KUNIT_EXPECT_EQ(test, heap.allocated, blocks);               \
		KUNIT_EXPECT_EQ(test, heap.freed, heap.allocated);           \
	} while (0)

/* Places that register one call each. */
#define DEFER_4(first)                          \
	do {                                    \
		defer(count_down, first);       \
		defer(count_down, (first) + 1); \
		defer(count_down, (first) + 2); \
		defer(count_down, (first) + 3); \
	} while (0)

DEFER_FN(int, with_three, enum how, how)
{
	defer(count_down, 0);
	defer(count_down, 1);
	defer(count_down, 2);
	end(how);
	return 0;
}

DEFER_FN(int, with_eight, enum how, how)
{
	DEFER_4(0);
	DEFER_4(4);
	end(how);
	return 0;
}

DEFER_FN(int, with_nine, enum how, how)
{
	DEFER_4(0);
	DEFER_4(4);
	defer(count_down, 8);
	end(how);
	return 0;
}

/* Up to eight, each place has room for one call. */
static void each_place_has_a_slot(struct kunit *test)
{
	EXPECT_CALLS(test, with_three, 3, 0);
	EXPECT_CALLS(test, with_eight, 8, 0);
	EXPECT_CALLS(test, with_nine, 9, 1);
}

DEFER_FN(int, in_a_loop, enum how, how)
{
	unsigned int i, n = 3;

	/* Else the loop may be unrolled: three places. */
	OPTIMIZER_HIDE_VAR(n);
	for (i = 0; i < n; i++)
		defer(count_down, i);
	end(how);
	return 0;
}

DEFER_FN(int, where_others_do_not, enum how, how)
{
	unsigned int i, n = 6;

	OPTIMIZER_HIDE_VAR(n);
	if (how > BY_EXIT) {
		DEFER_4(0);
		defer(count_down, 4);
	}
	for (i = 0; i < n; i++)
		defer(count_down, i);
	end(how);
	return 0;
}

/* The slots are for whoever comes first: two at least, and those of places not come to. */
static void slots_belong_to_no_place(struct kunit *test)
{
	EXPECT_CALLS(test, in_a_loop, 3, 1);
	EXPECT_CALLS(test, where_others_do_not, 6, 0);
}

static noinline void defer_range(struct defer_frame *frame, unsigned int from,
				 unsigned int to)
{
	for (; from < to; from++)
		defer_to(frame, count_down, from);
}

DEFER_FN(int, with_help, enum how, how)
{
	DEFER_4(0);
	defer_range(defer_frame(), 4, 5);
	end(how);
	return 0;
}

/* Handing out the frame counts as a place. */
static void a_helper_finds_a_slot(struct kunit *test)
{
	EXPECT_CALLS(test, with_help, 5, 0);
}

DEFER_FN(int, cancel_and_defer, enum how, how)
{
	struct defer *d[4];
	unsigned int i;

	d[0] = defer(count_down, 0);
	d[1] = defer(count_down, 1);
	d[2] = defer(count_down, 2);
	d[3] = defer(count_down, 3);
	for (i = 0; i < 4; i++)
		if (defer_cancel(d[i]))
			return -EINVAL;
	DEFER_4(0);
	end(how);
	return 0;
}

/* What was cancelled leaves its slot to others. */
static void slots_are_free_again(struct kunit *test)
{
	EXPECT_CALLS(test, cancel_and_defer, 4, 0);
}

#define ROOM char __aligned(64) room[64] = "room"
#define KEEP_ROOM barrier_data(room)

static noinline int sum(int a, int b, int c, int d, int e, int f, int g, int h)
{
	barrier();
	return a + b + c + d + e + f + g + h;
}

DEFER_FN(int, realigned_with_eight, enum how, how)
{
	ROOM;

	DEFER_4(0);
	KEEP_ROOM;
	DEFER_4(4);
	if (how == BY_PANIC)
		soft_panic(-EIO, "%d %d %d %s", 1, 2, 3, room);
	end(how);
	return sum(1, 2, 3, 4, 5, 6, 7, 8) - 36;
}

/* The place of the frame does not follow from that of a copied return address. */
static void a_realigned_body_has_slots(struct kunit *test)
{
	EXPECT_CALLS(test, realigned_with_eight, 8, 0);
}

DEFER_FN(int, small, enum how, how)
{
	if (how == BY_PANIC)
		defer(count_down, 0);
	end(how);
	return 0;
}

/* As deep on the stack as the one before: a frame that has been passed lies in unused slots. */
DEFER_FN(int, large, enum how, how)
{
	ROOM;

	defer(count_down, 0);
	KEEP_ROOM;
	if (how == BY_PANIC)
		soft_panic(-EIO, "%d %d %d %s", 1, 2, 3, room);
	end(how);
	DEFER_4(1);
	defer(count_down, 5);
	defer(count_down, 6);
	defer(count_down, 7);
	return sum(1, 2, 3, 4, 5, 6, 7, 8) - 36;
}

static void remains_in_slots_are_not_frames(struct kunit *test)
{
	const struct ending *e = test->param_value;

	count.calls = MANY - 1;
	run(small, BY_PANIC);
	EXPECT_CALLS(test, large, e->how == BY_RETURN ? 8 : 1, 0);
}

DEFER_FN(int, seven, enum how, how, int, b, int, c, int, d, int, e, int, f,
	 long, g)
{
	DEFER_4(0);
	DEFER_4(4);
	end(how);
	return sum(b, c, d, e, f, g, 0, 0) - 27;
}

static noinline int call_seven(enum how how)
{
	return seven(how, 2, 3, 4, 5, 6, 7);
}

/* The arguments that are on the stack are there. */
static void seven_arguments_are_handed_over(struct kunit *test)
{
	EXPECT_CALLS(test, call_seven, 8, 0);
}

static void handler(struct soft_panic *p, void *result)
{
	if (p)
		recover(p, (long)result);
}

RECOVER_FN(long, recover_with_eight, void *, how)
{
	DEFER_4(0);
	defer(count_down, 4);
	defer_recover_with(handler, (void *)-ENODATA);
	defer(count_down, 5);
	defer(count_down, 6);
	overwrite_preserved();
	end((long)how);
	return 0;
}

static int call_with_registers(enum how how)
{
	struct preserved registers = {};
	int i, result;

	for (i = 0; i < PRESERVED_REGISTERS; i++)
		registers.before[i] =
			0xb0b1b2b3b4b5b6b7 + i * 0x0808080808080808;
	result = call_with_preserved(recover_with_eight, (void *)(long)how,
				     &registers);
	for (i = 0; i < PRESERVED_REGISTERS; i++)
		if (registers.after[i] != registers.before[i])
			tell("%d", i);
	return result == -ENODATA ? -EIO : result;
}

/* What a recovery loads again lies behind the slots, and so does what a handler notes. */
static void a_recovery_finds_the_registers(struct kunit *test)
{
	const struct ending *ending = test->param_value;

	count.calls = MANY - 7;
	count.disorder = 0;
	EXPECT_RUN(test, call_with_registers(ending->how), ending->result, "");
	KUNIT_EXPECT_EQ(test, count.calls, MANY);
	KUNIT_EXPECT_EQ(test, count.disorder, 0);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(each_place_has_a_slot, ending_gen_params),
	KUNIT_CASE_PARAM(slots_belong_to_no_place, ending_gen_params),
	KUNIT_CASE_PARAM(a_helper_finds_a_slot, ending_gen_params),
	KUNIT_CASE_PARAM(slots_are_free_again, ending_gen_params),
	KUNIT_CASE_PARAM(a_realigned_body_has_slots, ending_gen_params),
	KUNIT_CASE_PARAM(remains_in_slots_are_not_frames, ending_gen_params),
	KUNIT_CASE_PARAM(seven_arguments_are_handed_over, ending_gen_params),
	KUNIT_CASE_PARAM(a_recovery_finds_the_registers, ending_gen_params),
	{},
};

DEFINE_SUITE("kdefer_slots", .init = forget);
