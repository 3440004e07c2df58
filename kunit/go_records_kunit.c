// SPDX-License-Identifier: GPL-2.0
/*
 * Deferred calls whose records lie in the frame, on the heap and in a block.
 */
#include <linux/string.h>

#include "go_kunit.h"
#include "suite.h"

struct record {
	int closed;
	char name[8];
};

static void close_record(void *arg)
{
	struct record *r = arg;

	note("close:%s", r->name);
	r->closed++;
}

static const struct {
	void (*close)(void *arg);
} record_ops = { close_record };

RECOVER_FN(int, one_recovers_and_one_closes, struct record *, r)
{
	defer_call(record_ops.close, r);
	defer_recover_with(take, WORD(3));
	raise_value(1);
}

/* D08: the method that remains after a recovery gets its receiver. */
static void remaining_method_gets_its_receiver(struct kunit *test)
{
	struct record r = { .name = "file" };

	KUNIT_EXPECT_EQ(test, one_recovers_and_one_closes(&r), 3);
	KUNIT_EXPECT_EQ(test, r.closed, 1);
	EXPECT_NOTES(test, "took:1 close:file");
}

RECOVER_FN(int, slots_below)
{
	defer_recover_with(take, WORD(2));
	defer(step, 20);
	raise_value(2);
}

RECOVER_FN(int, heap_below)
{
	int i;

	for (i = 0; i < 4; i++)
		defer(step, 30 + i);
	defer_recover_with(take, WORD(3));
	raise_value(3);
}

RECOVER_FN(int, heap_above)
{
	int i;

	for (i = 0; i < 4; i++)
		defer_recover_with(take, WORD(4));
	note("got:%d", slots_below());
	raise_value(4);
}

RECOVER_FN(int, slots_above)
{
	defer_recover_with(take, WORD(5));
	note("got:%d", heap_below());
	raise_value(5);
}

/* U02: records on the heap in the caller, in the frame in the callee. */
static void heap_records_above_frame_records(struct kunit *test)
{
	EXPECT_RUN(test, heap_above(), 4,
		   "20 took:2 got:2 took:4 <nil> <nil> <nil>");
}

/* U03: and the other way round. */
static void frame_records_above_heap_records(struct kunit *test)
{
	EXPECT_RUN(test, slots_above(), 5, "took:3 33 32 31 30 got:3 took:5");
}

static void poison_and_note(void *name)
{
	poison_stack();
	note("kept:%s", (char *)name);
}

DEFINE_CLASS(named, char *, note("scope:%s", _T), name, char *name)

RECOVER_FN(int, mixed_records, char *, name)
{
	char local[8];
	int i;

	strscpy(local, name, sizeof(local));
	for (i = 0; i < 3; i++)
		defer_call(poison_and_note, local);
	defer_recover_with(take, WORD(2));
	{
		defer_class(named, scope, local);

		raise_value(6);
	}
}

/* U11 F41: records of every home, and what they refer to, outlast a recovery. */
static void records_and_captured_locals_survive(struct kunit *test)
{
	char name[] = "local";

	EXPECT_RUN(test, mixed_records(name), 2,
		   "scope:local took:6 kept:local kept:local kept:local");
}

static struct kunit_case cases[] = {
	KUNIT_CASE(remaining_method_gets_its_receiver),
	KUNIT_CASE(heap_records_above_frame_records),
	KUNIT_CASE(frame_records_above_heap_records),
	KUNIT_CASE(records_and_captured_locals_survive),
	{}
};

DEFINE_SUITE("kdefer_go_records", .init = notes_begin);
