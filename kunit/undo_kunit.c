// SPDX-License-Identifier: GPL-2.0
/*
 * What is undone only on failure: defer_on_panic() and its kin, defer_commit().
 */
#include <linux/types.h>

#include <linux/kdefer.h>

#include "endings.h"
#include "heap.h"
#include "suite.h"
#include "trace.h"

ENDING_PARAM;

/* In a case for each ending: what is told depends on whether the function returned. */
#define EXPECT_UNDOES(test, function, returned, undone)                  \
	EXPECT_ENDS(test, function,                                      \
		    ((const struct ending *)(test)->param_value)->how == \
				    BY_RETURN ?                          \
			    (returned) :                                 \
			    (undone))

DEFINE_FREE(tell_long, long, tell("%ld", _T))

DEFER_FN(int, undo_some, enum how, how)
{
	defer_call(say, "oldest");
	defer_on_panic(tell_long, 1L);
	defer_call(say, "middle");
	defer_call_on_panic(say, "undo");
	end(how);
	return 0;
}

/* They run in their place among the others, unless the body returns. */
static void they_run_unless_the_body_returns(struct kunit *test)
{
	EXPECT_UNDOES(test, undo_some, "middle oldest", "undo middle 1 oldest");
}

DEFER_FN(int, call_and_end, enum how, how)
{
	defer_call_on_panic(say, "outer");
	undo_some(BY_RETURN);
	end(how);
	return 0;
}

/* What a function has not undone when it returned, nobody does later. */
static void a_function_that_returned_undoes_nothing(struct kunit *test)
{
	EXPECT_UNDOES(test, call_and_end, "middle oldest",
		      "middle oldest outer");
}

RECOVER_FN(int, undo_and_recover, enum how, how)
{
	defer_call_on_panic(say, "before");
	defer_recover();
	defer_call_on_panic(say, "after");
	end(how);
	return 0;
}

/* The function that recovers has failed as well: what it deferred earlier runs after. */
static void the_recovering_function_undoes(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, undo_and_recover(BY_PANIC), -EIO);
	EXPECT_TOLD(test, "after before");
	forget(test);
	KUNIT_EXPECT_EQ(test, undo_and_recover(BY_RETURN), 0);
	EXPECT_TOLD(test, "");
}

static void end_as(void *how)
{
	end((long)how);
}

DEFER_FN(int, end_when_returned, enum how, how)
{
	defer_call_on_panic(say, "undo");
	defer_call(end_as, (void *)(long)how);
	defer_call_on_panic(say, "not reached");
	return 0;
}

/* A deferred call that gives up makes a failure of a return, for what comes after it. */
static void a_deferred_call_that_gives_up_undoes(struct kunit *test)
{
	EXPECT_UNDOES(test, end_when_returned, "", "undo");
}

DEFER_FN(int, commit_and_end, enum how, how)
{
	defer_call_on_panic(say, "first");
	defer_call(say, "kept");
	defer_call_on_panic(say, "second");
	defer_call_on_panic(say, "third");
	defer_commit();
	defer_call_on_panic(say, "later");
	end(how);
	return 0;
}

/* defer_commit() forgets those up to here, and no other call. */
static void commit_forgets_what_was_done_so_far(struct kunit *test)
{
	EXPECT_UNDOES(test, commit_and_end, "kept", "later kept");
}

DEFINE_CLASS(thing, const char *, tell("-%s", _T), name, const char *name)

DEFER_FN(int, commit_in_a_block, enum how, how)
{
	defer_call_on_panic(say, "before");
	{
		defer_class(thing, a, "a");
		defer_call_on_panic(say, "within");
		defer_commit();
		defer_class(thing, b, "b");
		end(how);
	}
	return 0;
}

/* Calls of blocks stay in their order when one that is older, or newer, is forgotten. */
static void commit_leaves_blocks_alone(struct kunit *test)
{
	EXPECT_ENDS(test, commit_in_a_block, "-b -a");
}

DEFER_FN(int, cancel_and_do, enum how, how)
{
	struct defer *one = defer_on_panic(tell_long, 1L);
	struct defer *two = defer_call_on_panic(say, "two");

	defer_call_on_panic(say, "three");
	tell("%d", defer_cancel(one));
	tell("%d", defer_now(two));
	end(how);
	return 0;
}

/* One alone can be forgotten, or made at once, by its handle. */
static void handles_work(struct kunit *test)
{
	EXPECT_UNDOES(test, cancel_and_do, "0 two 0", "0 two 0 three");
}

#define MANY 40

static unsigned int undone, disorder;

static void undo_number(unsigned int i)
{
	if (i != MANY - 1 - undone++)
		disorder++;
}

DEFINE_FREE(undo_number, unsigned int, undo_number(_T))

DEFER_FN(int, undo_many, enum how, how)
{
	unsigned int i;

	for (i = 0; i < MANY; i++)
		defer_on_panic(undo_number, i);
	end(how);
	return 0;
}

/* Those beyond the room in the frame do the same, and their memory is freed. */
static void any_number_is_undone(struct kunit *test)
{
	const struct ending *e = test->param_value;
	int result;

	undone = 0;
	disorder = 0;
	heap_watch(test);
	result = run(undo_many, e->how);
	heap_watch_end();
	KUNIT_EXPECT_EQ(test, result, e->result);
	KUNIT_EXPECT_EQ(test, undone, e->how == BY_RETURN ? 0 : MANY);
	KUNIT_EXPECT_EQ(test, disorder, 0);
	KUNIT_EXPECT_EQ(test, heap.allocated, heap_blocks(MANY));
	KUNIT_EXPECT_EQ(test, heap.freed, heap.allocated);
}

DEFER_FN(int, commit_many, enum how, how)
{
	unsigned int i;

	for (i = 0; i < MANY; i++)
		defer_on_panic(undo_number, i);
	defer_commit();
	tell("%u", heap.allocated - heap.freed);
	end(how);
	return 0;
}

/* So is that of those which are forgotten, at once. */
static void commit_frees_their_memory(struct kunit *test)
{
	const struct ending *e = test->param_value;

	undone = 0;
	heap_watch(test);
	KUNIT_EXPECT_EQ(test, run(commit_many, e->how), e->result);
	heap_watch_end();
	KUNIT_EXPECT_EQ(test, undone, 0);
	EXPECT_TOLD(test, "0");
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(they_run_unless_the_body_returns, ending_gen_params),
	KUNIT_CASE_PARAM(a_function_that_returned_undoes_nothing,
			 ending_gen_params),
	KUNIT_CASE(the_recovering_function_undoes),
	KUNIT_CASE_PARAM(a_deferred_call_that_gives_up_undoes,
			 ending_gen_params),
	KUNIT_CASE_PARAM(commit_forgets_what_was_done_so_far,
			 ending_gen_params),
	KUNIT_CASE_PARAM(commit_leaves_blocks_alone, ending_gen_params),
	KUNIT_CASE_PARAM(handles_work, ending_gen_params),
	KUNIT_CASE_PARAM(any_number_is_undone, ending_gen_params),
	KUNIT_CASE_PARAM(commit_frees_their_memory, ending_gen_params),
	{},
};

DEFINE_SUITE("kdefer_undo", .init = forget);
