// SPDX-License-Identifier: GPL-2.0
/*
 * defer_reserve(): memory for deferred calls, before they are needed.
 */
#include <linux/slab.h>

#include <linux/kdefer.h>

#include "endings.h"
#include "heap.h"
#include "suite.h"
#include "trace.h"

#define MANY 40
#include "count_down.h"

ENDING_PARAM;

/* What has been allocated since the last time. */
static unsigned int since;

static unsigned int allocated(void)
{
	unsigned int n = heap.allocated - since;

	since = heap.allocated;
	return n;
}

/* In a case for each ending, a function that defers MANY: each is made once, in order. */
#define EXPECT_MANY(test, function)                                     \
	do {                                                            \
		memset(&count, 0, sizeof(count));                       \
		since = 0;                                              \
		heap_watch(test);                                       \
		run(function,                                           \
		    ((const struct ending *)(test)->param_value)->how); \
		heap_watch_end();                                       \
		KUNIT_EXPECT_EQ(test, count.calls, MANY);               \
		KUNIT_EXPECT_EQ(test, count.disorder, 0);               \
		KUNIT_EXPECT_EQ(test, heap.freed, heap.allocated);      \
	} while (0)

static noinline void defer_range(struct defer_frame *frame, unsigned int from,
				 unsigned int to)
{
	for (; from < to; from++)
		defer_to(frame, count_down, from);
}

DEFER_FN(int, reserve_and_defer, enum how, how)
{
	soft_try(defer_reserve(MANY, GFP_KERNEL));
	tell("%d", allocated() > 0);
	defer_range(defer_frame(), 0, MANY);
	tell("%u", allocated());
	end(how);
	return 0;
}

/* So many calls then allocate nothing, whoever defers them; all memory is given back. */
static void reserved_calls_allocate_nothing(struct kunit *test)
{
	EXPECT_MANY(test, reserve_and_defer);
	EXPECT_TOLD(test, "1 0");
}

/* Five places, so five slots: what has memory of the reserve is further down on the list. */
DEFER_FN(int, reserve_with_places, enum how, how)
{
	unsigned int i, n = MANY;

	OPTIMIZER_HIDE_VAR(n);
	soft_try(defer_reserve(MANY, GFP_KERNEL));
	allocated();
	defer(count_down, 0);
	defer(count_down, 1);
	defer(count_down, 2);
	defer(count_down, 3);
	for (i = 4; i < n; i++)
		defer(count_down, i);
	tell("%u", allocated());
	end(how);
	return 0;
}

static void a_reserve_is_found_below_slots(struct kunit *test)
{
	EXPECT_MANY(test, reserve_with_places);
	EXPECT_TOLD(test, "0");
}

DEFER_FN(int, reserve_late, enum how, how)
{
	defer_range(defer_frame(), 0, 6);
	allocated();
	soft_try(defer_reserve(MANY - 6, GFP_KERNEL));
	allocated();
	defer_range(defer_frame(), 6, MANY);
	tell("%u", allocated());
	end(how);
	return 0;
}

/* Nor where calls have been deferred before, beyond the room in the frame. */
static void a_reserve_may_come_late(struct kunit *test)
{
	EXPECT_MANY(test, reserve_late);
	EXPECT_TOLD(test, "0");
}

DEFER_FN(int, reserve_too_little, enum how, how)
{
	soft_try(defer_reserve(MANY / 2, GFP_KERNEL));
	allocated();
	defer_range(defer_frame(), 0, MANY / 2);
	tell("%u", allocated());
	defer_range(defer_frame(), MANY / 2, MANY);
	tell("%d", allocated() > 0);
	end(how);
	return 0;
}

/* More calls than were reserved are allocated as always. */
static void more_calls_are_allocated(struct kunit *test)
{
	EXPECT_MANY(test, reserve_too_little);
	EXPECT_TOLD(test, "0 1");
}

DEFER_FN(int, reserve_twice, enum how, how)
{
	soft_try(defer_reserve(MANY, GFP_KERNEL));
	allocated();
	soft_try(defer_reserve(MANY, GFP_KERNEL));
	tell("%u", allocated());
	defer_range(defer_frame(), 0, MANY / 2);
	soft_try(defer_reserve(MANY / 2, GFP_KERNEL));
	tell("%u", allocated());
	soft_try(defer_reserve(MANY, GFP_KERNEL));
	tell("%d", allocated() > 0);
	defer_range(defer_frame(), MANY / 2, MANY);
	end(how);
	return 0;
}

/* What is there is counted: only what is missing is allocated. */
static void only_what_is_missing_is_allocated(struct kunit *test)
{
	EXPECT_MANY(test, reserve_twice);
	EXPECT_TOLD(test, "0 0 1");
}

DEFER_FN(int, defer_and_cancel, enum how, how)
{
	struct defer *d[MANY / 2];
	unsigned int round, i;

	soft_try(defer_reserve(MANY, GFP_KERNEL));
	allocated();
	for (round = 0; round < 100; round++) {
		for (i = 0; i < ARRAY_SIZE(d); i++)
			d[i] = defer(count_down, i);
		/* The oldest first, or the newest. */
		for (i = 0; i < ARRAY_SIZE(d); i++)
			defer_cancel(d[round % 2 ? i : ARRAY_SIZE(d) - 1 - i]);
	}
	tell("%u", allocated());
	defer_range(defer_frame(), 0, MANY);
	tell("%u", allocated());
	end(how);
	return 0;
}

/* Calls that are cancelled leave their room to others, any number of times. */
static void cancelled_calls_leave_their_room(struct kunit *test)
{
	EXPECT_MANY(test, defer_and_cancel);
	EXPECT_TOLD(test, "0 0");
}

/* The oldest goes, and a newer one comes: what is left lies between what is gone. */
DEFER_FN(int, cancel_the_oldest, enum how, how)
{
	const unsigned int before = 10 * MANY;
	struct defer *d[MANY];
	unsigned int i;

	soft_try(defer_reserve(MANY, GFP_KERNEL));
	allocated();
	for (i = 0; i < before + MANY; i++) {
		if (i >= MANY)
			defer_cancel(d[i % MANY]);
		d[i % MANY] = defer(count_down, i < before ? 0 : i - before);
	}
	tell("%u", allocated());
	end(how);
	return 0;
}

/* Of as many as were reserved each may go, and leaves its room, whatever lies beside it. */
static void the_oldest_leaves_its_room(struct kunit *test)
{
	EXPECT_MANY(test, cancel_the_oldest);
	EXPECT_TOLD(test, "0");
}

DEFER_FN(int, reserve_what_there_is, enum how, how)
{
	tell("%d", defer_reserve(0, GFP_KERNEL));
	tell("%d", defer_reserve(KDEFER_LEAST_SLOTS, GFP_KERNEL));
	tell("%u", allocated());
	end(how);
	return 0;
}

/* What has room in the frame needs no memory. */
static void the_room_in_the_frame_counts(struct kunit *test)
{
	const struct ending *e = test->param_value;

	since = 0;
	heap_watch(test);
	run(reserve_what_there_is, e->how);
	heap_watch_end();
	EXPECT_TOLD(test, "0 0 0");
	KUNIT_EXPECT_EQ(test, heap.allocated, 0);
}

DEFER_FN(int, reserve_and_leave, enum how, how)
{
	defer_call(say, "older");
	soft_try(defer_reserve(MANY, GFP_KERNEL));
	end(how);
	return 0;
}

/* A reserve that nobody has used is freed, and calls nothing. */
static void an_unused_reserve_is_freed(struct kunit *test)
{
	const struct ending *e = test->param_value;
	int result;

	heap_watch(test);
	result = run(reserve_and_leave, e->how);
	heap_watch_end();
	EXPECT_RUN(test, result, e->result, "older");
	KUNIT_EXPECT_TRUE(test, heap.allocated > 0);
	KUNIT_EXPECT_EQ(test, heap.freed, heap.allocated);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(reserved_calls_allocate_nothing, ending_gen_params),
	KUNIT_CASE_PARAM(a_reserve_is_found_below_slots, ending_gen_params),
	KUNIT_CASE_PARAM(a_reserve_may_come_late, ending_gen_params),
	KUNIT_CASE_PARAM(more_calls_are_allocated, ending_gen_params),
	KUNIT_CASE_PARAM(only_what_is_missing_is_allocated, ending_gen_params),
	KUNIT_CASE_PARAM(cancelled_calls_leave_their_room, ending_gen_params),
	KUNIT_CASE_PARAM(the_oldest_leaves_its_room, ending_gen_params),
	KUNIT_CASE_PARAM(the_room_in_the_frame_counts, ending_gen_params),
	KUNIT_CASE_PARAM(an_unused_reserve_is_freed, ending_gen_params),
	{},
};

DEFINE_SUITE("kdefer_reserve", .init = forget);
