// SPDX-License-Identifier: GPL-2.0
/*
 * Functions whose stack the compiler realigns: a variable that is aligned to more than
 * the stack is, and arguments on the stack, or memory of alloca(). Such a function keeps
 * a copy of its return address, which is what its frame pointer leads to:
 *
 *	| defer_frame		|
 *	| return address	|	into the gate
 *	| (alignment)		|
 *	| copy of that		|
 *	| gate's frame pointer	| <- the body's
 *	| aligned variables	|
 */
#include <linux/list.h>
#include <linux/list_sort.h>
#include <linux/sort.h>
#include <linux/string.h>

#include <linux/kdefer.h>

#include "endings.h"
#include "suite.h"
#include "trace.h"

#ifndef SUITE
#define SUITE "kdefer_realign"
#endif

ENDING_PARAM;

/* More than any stack has by itself; what is in it must be there at the end. */
#define ROOM char __aligned(64) room[64] = "room"
#define KEEP_ROOM barrier_data(room)

static noinline int sum(int a, int b, int c, int d, int e, int f, int g, int h)
{
	barrier();
	return a + b + c + d + e + f + g + h;
}

/* Two arguments on the stack, in a function that has room for them. */
static noinline void end_wide(enum how how)
{
	ROOM;

	KEEP_ROOM;
	if (how == BY_PANIC)
		soft_panic(-EIO, "%d %d %d", 1, 2, 3);
	if (how == BY_EXIT && sum(1, 2, 3, 4, 5, 6, 7, 8) == 36)
		soft_exit(-EINTR);
	KEEP_ROOM;
}

DEFER_FN(int, realigned_body, enum how, how)
{
	ROOM;

	defer_call(say, "call");
	KEEP_ROOM;
	if (how == BY_PANIC)
		soft_panic(-EIO, "%d %d %d %s", 1, 2, 3, room);
	end(how);
	return sum(1, 2, 3, 4, 5, 6, 7, 8) - 36;
}

/* The body of a DEFER_FN. */
static void calls_of_a_realigned_body_are_made(struct kunit *test)
{
	EXPECT_ENDS(test, realigned_body, "call");
}

RECOVER_FN(int, realigned_recovery, enum how, how)
{
	ROOM;

	defer_call(say, "older");
	defer_recover();
	defer_call(say, "newer");
	KEEP_ROOM;
	if (how == BY_PANIC)
		soft_panic(-EIO, "%d %d %d %s", 1, 2, 3, room);
	end(how);
	return sum(1, 2, 3, 4, 5, 6, 7, 8) - 36;
}

/* The body of a RECOVER_FN: it is returned from, and its older calls are made. */
static void a_realigned_body_recovers(struct kunit *test)
{
	const struct ending *e = test->param_value;

	EXPECT_RUN(test, realigned_recovery(e->how), e->result, "newer older");
}

DEFINE_FREE(tell_room, char *, say(_T))

RECOVER_FN(int, realigned_block, enum how, how)
{
	ROOM;
	char *what = room;

	defer_free(tell_room, what);
	defer_recover();
	KEEP_ROOM;
	end_wide(how);
	return sum(1, 2, 3, 4, 5, 6, 7, 8) - 36;
}

/* A block's call that remains after the recovery finds its aligned variable. */
static void aligned_variables_outlive_the_recovery(struct kunit *test)
{
	const struct ending *e = test->param_value;

	EXPECT_RUN(test, realigned_block(e->how), e->result, "room");
}

DEFER_FN(int, above_realigned, enum how, how)
{
	defer_call(say, "above");
	end_wide(how);
	return 0;
}

/* A plain function between. */
static void realigned_functions_are_passed(struct kunit *test)
{
	EXPECT_ENDS(test, above_realigned, "above");
}

DEFER_FN(int, with_alloca, enum how, how)
{
	char *memory = __builtin_alloca(24 + how * 16);

	ROOM;
	defer_call(say, "call");
	memset(memory, how, 24 + how * 16);
	barrier_data(memory);
	KEEP_ROOM;
	if (how == BY_PANIC)
		soft_panic(-EIO, "%d %d %d", 1, 2, 3);
	end(how);
	return 0;
}

/* Memory of alloca() below the aligned variables. */
static void alloca_is_passed(struct kunit *test)
{
	EXPECT_ENDS(test, with_alloca, "call");
}

static enum how wanted;

static noinline int plain_order(void *unused, const struct list_head *a,
				const struct list_head *b)
{
	ROOM;

	KEEP_ROOM;
	if (wanted == BY_PANIC)
		soft_panic(-EIO, "%d %d %d", 1, 2, 3);
	end(wanted);
	return sum(1, 2, 3, 4, 5, 6, 7, 8);
}

DEFER_FN(int, gate_order, const void *, a, const void *, b)
{
	ROOM;

	defer_call(say, "order");
	KEEP_ROOM;
	if (wanted == BY_PANIC)
		soft_panic(-EIO, "%d %d %d", 1, 2, 3);
	end(wanted);
	return sum(1, 2, 3, 4, 5, 6, 7, 8);
}

DEFER_FN(int, sort_by_plain, enum how, how)
{
	struct list_head nodes[2];
	LIST_HEAD(head);

	list_add(&nodes[0], &head);
	list_add(&nodes[1], &head);
	defer_call(say, "sorter");
	list_sort(NULL, &head, plain_order);
	return 0;
}

DEFER_FN(int, sort_by_gate, enum how, how)
{
	int numbers[] = { 2, 1 };

	defer_call(say, "sorter");
	sort(numbers, ARRAY_SIZE(numbers), sizeof(*numbers), gate_order, NULL);
	return 0;
}

/* Callbacks of the kernel's functions, plain and gates. */
static void realigned_callbacks_are_left(struct kunit *test)
{
	const struct ending *e = test->param_value;

	wanted = e->how;
	EXPECT_RUN(test, run(sort_by_plain, e->how), e->result, "sorter");
	EXPECT_RUN(test, run(sort_by_gate, e->how), e->result, "order sorter");
}

static noinline void realigned_handler(struct soft_panic *p, void *arg)
{
	ROOM;

	KEEP_ROOM;
	tell("%d %d", p ? p->err : 0, sum(1, 2, 3, 4, 5, 6, 7, 8));
	if (p)
		recover(p, 7);
	KEEP_ROOM;
}

RECOVER_FN(int, with_realigned_handler, enum how, how)
{
	defer_call(say, "older");
	defer_recover_with(realigned_handler, NULL);
	if (how == BY_PANIC)
		soft_panic(-EIO, "as asked");
	return 0;
}

/* A handler recovers the panic that it was handed. */
static void a_realigned_handler_recovers(struct kunit *test)
{
	EXPECT_RUN(test, with_realigned_handler(BY_PANIC), 7, "-5 36 older");
	EXPECT_RUN(test, with_realigned_handler(BY_RETURN), 0, "0 36 older");
}

static noinline void realigned_call(void *how)
{
	const struct soft_panic *p;

	ROOM;
	KEEP_ROOM;
	p = soft_panicking();
	tell("flight:%d", p ? p->err : 0);
	if (how)
		soft_panic(-ENODEV, "%d %d %d", 1, 2, 3);
	KEEP_ROOM;
}

RECOVER_FN(int, with_realigned_calls, enum how, how)
{
	defer_recover();
	defer_call(say, "older");
	defer_call(realigned_call, how == BY_PANIC ? (void *)1 : NULL);
	defer_call(realigned_call, NULL);
	if (how == BY_PANIC)
		soft_panic(-EIO, "as asked");
	return 0;
}

/* A deferred call sees the panic in flight, and may raise one that replaces it. */
static void realigned_calls_panic_and_ask(struct kunit *test)
{
	EXPECT_RUN(test, with_realigned_calls(BY_RETURN), 0,
		   "flight:0 flight:0 older");
	EXPECT_RUN(test, with_realigned_calls(BY_PANIC), -ENODEV,
		   "flight:-5 flight:-5 older");
}

/* Leaves frames of gates that a panic has passed, and lists, where others' stack will be. */
DEFER_FN(int, leave_remains, int, depth, int, shift)
{
	char *memory = __builtin_alloca(8 * shift + 8);
	struct list_head list[8];
	int i;

	for (i = 0; i < ARRAY_SIZE(list); i++)
		INIT_LIST_HEAD(&list[i]);
	for (i = 2; i < ARRAY_SIZE(list); i++)
		list[i].next = &list[i - 1];
	barrier_data(list);
	barrier_data(memory);
	defer_call(say, "remains");
	if (!depth)
		soft_panic(-EIO, "remains");
	return leave_remains(depth - 1, shift) + sum(1, 2, 3, 4, 5, 6, 7, 8);
}

RECOVER_FN(int, clean_up_remains, int, depth, int, shift)
{
	defer_recover();
	return leave_remains(depth, shift);
}

#define ALIGNED(n)                                                   \
	DEFER_FN(int, aligned_##n, int, fill)                        \
	{                                                            \
		char room[n] __aligned(n) __uninitialized;           \
		char *memory = __builtin_alloca(8 * fill + 8);       \
                                                                     \
		memory[0] = fill;                                    \
		barrier_data(memory);                                \
		barrier_data(room);                                  \
		defer_call(say, "call");                             \
		if (fill >= 0)                                       \
			soft_panic(-ENODEV, "%d %d %d", fill, 2, 3); \
		return sum(1, 2, 3, 4, 5, 6, 7, 8);                  \
	}                                                            \
	RECOVER_FN(int, try_##n, int, fill)                          \
	{                                                            \
		defer_recover();                                     \
		return aligned_##n(fill);                            \
	}

/* clang-format off */
ALIGNED(16)
ALIGNED(32)
ALIGNED(64)
ALIGNED(128)
/* clang-format on */

/* What lies in the gap that an alignment leaves is not taken for a frame. */
static void remains_of_frames_are_not_frames(struct kunit *test)
{
	static int (*const tries[])(int fill) = { try_16, try_32, try_64,
						  try_128 };
	int fill, i, shift;

	for (i = 0; i < ARRAY_SIZE(tries); i++) {
		for (fill = 0; fill < 16; fill++) {
			for (shift = 0; shift < 16; shift++) {
				clean_up_remains(6, shift);
				forget(test);
				KUNIT_EXPECT_EQ(test, tries[i](fill), -ENODEV);
				EXPECT_TOLD(test, "call");
			}
		}
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(calls_of_a_realigned_body_are_made, ending_gen_params),
	KUNIT_CASE_PARAM(a_realigned_body_recovers, ending_gen_params),
	KUNIT_CASE_PARAM(aligned_variables_outlive_the_recovery,
			 ending_gen_params),
	KUNIT_CASE_PARAM(realigned_functions_are_passed, ending_gen_params),
	KUNIT_CASE_PARAM(alloca_is_passed, ending_gen_params),
	KUNIT_CASE_PARAM(realigned_callbacks_are_left, ending_gen_params),
	KUNIT_CASE(a_realigned_handler_recovers),
	KUNIT_CASE(realigned_calls_panic_and_ask),
	KUNIT_CASE(remains_of_frames_are_not_frames),
	{},
};

DEFINE_SUITE(SUITE, .init = forget);
