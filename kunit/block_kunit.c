// SPDX-License-Identifier: GPL-2.0
/*
 * Blocks that are left without their cleanup. gcc takes neither asm goto nor a computed
 * goto for leaving a block. clang does, and compiles neither.
 *
 * In the module that splats, because each such block is reported.
 */
#include "suite.h"

#ifdef __clang__
static void no_jump_leaves_a_block_unnoticed(struct kunit *test)
{
	kunit_skip(test, "clang compiles none: see build_errors/blocks.c");
}

static struct kunit_case cases[] = {
	KUNIT_CASE(no_jump_leaves_a_block_unnoticed),
	{},
};

DEFINE_SUITE("kdefer_block");
#else
#include <linux/string.h>

#include <linux/kdefer.h>

#include "../selftests/arch.h"
#include "endings.h"
#include "printed.h"
#include "trace.h"

ENDING_PARAM;

DEFINE_FREE(word, const char *, tell("%s", _T))

/* Overwrites what is below the caller's frame. */
static noinline void scribble(void)
{
	char room[1024];

	memset(room, 0x5a, sizeof(room));
	barrier_data(room);
}

DEFER_FN(int, leave_by_asm_goto, enum how, how)
{
	defer_call(say, "function");
	{
		const char *word = "block";

		defer_free(word, word);
		JUMP_ALWAYS(out);
		say("not-reached");
	}
out:
	scribble();
	end(how);
	return 0;
}

/*
 * When the body has returned, the block is gone and its call lost; the function's own
 * are made. As long as the body lives so does the block's variable: an unwind still
 * makes the call, once.
 */
static void a_block_left_by_asm_goto_is_lost(struct kunit *test)
{
	const struct ending *e = test->param_value;

	printed_watch();
	KUNIT_EXPECT_EQ(test, run(leave_by_asm_goto, e->how), e->result);
	printed_read();
	if (e->how != BY_RETURN) {
		EXPECT_TOLD(test, "block function");
		return;
	}
	EXPECT_TOLD(test, "function");
	EXPECT_PRINTED_FIRST(
		test,
		"a block was left in leave_by_asm_goto without its cleanup, by asm goto or a computed goto: the call is lost\n");
}

#ifdef CONFIG_UML
DEFER_FN(int, leave_by_computed_goto, enum how, how)
{
	void *where = how == BY_RETURN ? &&out : &&end;

	OPTIMIZER_HIDE_VAR(where);
	defer_call(say, "function");
	{
		const char *word = "block";

		defer_free(word, word);
		goto *where;
	}
end:
	end(how);
out:
	scribble();
	return 0;
}

static int run_computed_goto(struct kunit *test, const struct ending *e)
{
	return run(leave_by_computed_goto, e->how);
}
#else
static int run_computed_goto(struct kunit *test, const struct ending *e)
{
	kunit_skip(test, "objtool does not let a computed goto pass");
	return 0;
}
#endif

/* The same. */
static void a_block_left_by_computed_goto_is_lost(struct kunit *test)
{
	const struct ending *e = test->param_value;

	EXPECT_RUN(test, run_computed_goto(test, e), e->result,
		   e->how == BY_RETURN ? "function" : "block function");
}

DEFER_FN(int, enter_again, enum how, how)
{
	int i = 0;

again:
	barrier();
	{
		const char *word = i ? "second" : "first";

		defer_free(word, word);
		if (!i++)
			JUMP_ALWAYS(again);
		end(how);
	}
	return 0;
}

/* A block that is entered while it is on the list loses the first call, not the second. */
static void a_block_entered_twice_is_noticed(struct kunit *test)
{
	const struct ending *e = test->param_value;

	printed_watch();
	KUNIT_EXPECT_EQ(test, run(enter_again, e->how), e->result);
	printed_read();
	EXPECT_TOLD(test, "second");
	EXPECT_PRINTED_FIRST(
		test,
		"a block was left and entered again in __kdefer_body_enter_again without its cleanup, by asm goto or a computed goto: the call is lost\n");
}

DEFER_FN(int, enter_again_with_another, enum how, how)
{
	const char *words[] = { "first", "second", "third" };
	int i = 0;

	{
		const char *outer = "outer";

		defer_free(word, outer);
again:
		barrier();
		{
			defer_free(word, words[i]);
			if (++i < ARRAY_SIZE(words))
				JUMP_ALWAYS(again);
			end(how);
		}
	}
	return 0;
}

/* Also where its variable is another one each time. */
static void a_block_is_known_whatever_it_holds(struct kunit *test)
{
	EXPECT_ENDS(test, enter_again_with_another, "third outer");
}

DEFER_FN(int, leave_an_inner_block, enum how, how)
{
	defer_call(say, "function");
	{
		const char *outer = "outer";

		defer_free(word, outer);
		{
			const char *inner = "inner";

			defer_free(word, inner);
			JUMP_ALWAYS(out);
		}
out:
		say("in-outer");
	}
	end(how);
	return 0;
}

/* The block around notices when it ends. Its own call is made, and those outside. */
static void a_block_around_notices(struct kunit *test)
{
	EXPECT_ENDS(test, leave_an_inner_block, "in-outer outer function");
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(a_block_left_by_asm_goto_is_lost, ending_gen_params),
	KUNIT_CASE_PARAM(a_block_left_by_computed_goto_is_lost,
			 ending_gen_params),
	KUNIT_CASE_PARAM(a_block_entered_twice_is_noticed, ending_gen_params),
	KUNIT_CASE_PARAM(a_block_is_known_whatever_it_holds, ending_gen_params),
	KUNIT_CASE_PARAM(a_block_around_notices, ending_gen_params),
	{},
};

DEFINE_SUITE("kdefer_block", .init = forget);
#endif
