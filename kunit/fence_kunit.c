// SPDX-License-Identifier: GPL-2.0
/*
 * A registration is in memory before anything behind it can fault, and stays until its
 * block ends. What faults here is nothing to the compiler that could read a list: a
 * division, ud2, a load from a constant table.
 *
 * User Mode Linux cannot trap_faults(): there each case is skipped.
 */
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include <linux/kdefer.h>

#include "../selftests/arch.h"
#include "parameter.h"
#include "suite.h"
#include "trace.h"

static DEFINE_MUTEX(lock);

static const int constant_table[] = { 1, 2, 3, 5 };
static int file_table[] = { 1, 2, 3, 5 };

/* So far out that nothing is mapped there: not a canonical address. */
#define FAR (0x0123456789abcdefL)

enum fault {
	BY_DIVIDE,
	BY_UD2,
	BY_CONSTANT_TABLE,
	BY_FILE_TABLE,
	BY_ASM,
	BY_POINTER,
};

static const struct shape {
	const char *name;
	enum fault fault;
	long a;
	long b;
	int result;
} shapes[] = {
#if DIVISION_FAULTS
	{ "divide", BY_DIVIDE, 5, 0, -EDOM },
#endif
	{ "ud2", BY_UD2, 5, 5, -ENOTRECOVERABLE },
	{ "constant table", BY_CONSTANT_TABLE, FAR, 0, -EFAULT },
	{ "file's table", BY_FILE_TABLE, FAR, 0, -EFAULT },
	{ "volatile asm", BY_ASM, FAR, 0, -EFAULT },
	{ "pointer", BY_POINTER, FAR, 0, -EFAULT },
};

NAMED_PARAM(shape, shapes);

static __always_inline __no_sanitize_address int load(const int *p)
{
	return *p;
}

/* Inline: what may fault stands between the registration and its end. */
static __always_inline int fault(enum fault how, long a, long b)
{
	switch (how) {
	case BY_DIVIDE:
		return (int)a / (int)b;
	case BY_UD2:
		/* As BUG_ON(), which would print. */
		if (a == b)
			__builtin_trap();
		return 1;
	case BY_CONSTANT_TABLE:
		return constant_table[a];
	case BY_FILE_TABLE:
		return file_table[a];
	case BY_ASM:
		return load_by_asm((void *)a);
	default:
		return load((int *)a);
	}
}

/* One function for each: the compiler knows which it is. */
#define FUNCTIONS(name, how)                                   \
	DEFER_FN(int, guard_##name, long, a, long, b)          \
	{                                                      \
		defer_guard(mutex, &lock);                     \
		return fault(how, a, b);                       \
	}                                                      \
	DEFER_FN(int, call_##name, long, a, long, b)           \
	{                                                      \
		defer_call(say, "call");                       \
		return fault(how, a, b);                       \
	}                                                      \
	DEFER_FN(int, change_##name, long, a, long, b)         \
	{                                                      \
		const char *word = "old";                      \
		int x;                                         \
                                                               \
		defer_free(word, word);                        \
		say((void *)word);                             \
		word = NULL;                                   \
		defer_fence();                                 \
		x = fault(how, a, b);                          \
		defer_fence();                                 \
		word = "new";                                  \
		return x;                                      \
	}                                                      \
	DEFER_FN(int, nest_##name, long, a, long, b)           \
	{                                                      \
		int i, x = 0;                                  \
                                                               \
		for (i = 0; i < 2; i++) {                      \
			const char *outer = "outer";           \
                                                               \
			defer_free(word, outer);               \
			{                                      \
				const char *inner = "inner";   \
                                                               \
				defer_free(word, inner);       \
				x += i ? fault(how, a, b) : 0; \
			}                                      \
		}                                              \
		return x;                                      \
	}                                                      \
	RECOVER_FN(int, recover_##name, long, a, long, b)      \
	{                                                      \
		if (trap_faults())                             \
			return -EOPNOTSUPP;                    \
		defer_recover();                               \
		return fault(how, a, b);                       \
	}                                                      \
	RECOVER_FN(int, loop_##name, long, a, long, b)         \
	{                                                      \
		const char *mine = "old";                      \
		int x = 0, n = 3;                              \
                                                               \
		if (trap_faults())                             \
			return -EOPNOTSUPP;                    \
		defer_recover();                               \
		defer_free(word, mine);                        \
		do {                                           \
			mine = "new";                          \
			defer_fence();                         \
			x ^= fault(how, a, b) + n;             \
			defer_fence();                         \
		} while (--n);                                 \
		return x;                                      \
	}

DEFINE_FREE(word, const char *, if (_T) say((void *)_T))

FUNCTIONS(divide, BY_DIVIDE)
FUNCTIONS(ud2, BY_UD2)
FUNCTIONS(constant_table, BY_CONSTANT_TABLE)
FUNCTIONS(file_table, BY_FILE_TABLE)
FUNCTIONS(asm, BY_ASM)
FUNCTIONS(pointer, BY_POINTER)

typedef int function(long a, long b);

/* clang-format off */
#define ROW(name) \
	{ guard_##name, call_##name, change_##name, nest_##name, recover_##name, loop_##name }
/* clang-format on */

static function *const functions[][6] = {
	[BY_DIVIDE] = ROW(divide),
	[BY_UD2] = ROW(ud2),
	[BY_CONSTANT_TABLE] = ROW(constant_table),
	[BY_FILE_TABLE] = ROW(file_table),
	[BY_ASM] = ROW(asm),
	[BY_POINTER] = ROW(pointer),
};

RECOVER_FN(int, run, function *, f, long, a, long, b)
{
	if (trap_faults())
		return -EOPNOTSUPP;
	defer_recover();
	return f(a, b);
}

static int run_shape(struct kunit *test, int which)
{
	const struct shape *s = test->param_value;
	int result = run(functions[s->fault][which], s->a, s->b);

	if (result == -EOPNOTSUPP)
		kunit_skip(test, "faults cannot be trapped here");
	KUNIT_EXPECT_EQ(test, result, s->result);
	return result;
}

/* A guard lets go of what it holds. */
static void a_guard_outlasts_a_fault(struct kunit *test)
{
	run_shape(test, 0);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&lock));
}

/* A function-scoped call is made. */
static void a_call_outlasts_a_fault(struct kunit *test)
{
	run_shape(test, 1);
	EXPECT_TOLD(test, "call");
}

/* What a destructor reads is what was stored before the one fence, not behind the other. */
static void a_change_before_a_fence_counts(struct kunit *test)
{
	run_shape(test, 2);
	EXPECT_TOLD(test, "old");
}

/* Blocks within blocks, in the second turn of a loop. */
static void nested_blocks_outlast_a_fault(struct kunit *test)
{
	run_shape(test, 3);
	EXPECT_TOLD(test, "inner outer inner outer");
}

/* So does a handler that is only another end of the list. */
static void a_handler_outlasts_a_fault(struct kunit *test)
{
	run_shape(test, 4);
}

/* In the first round the new word is stored before the fault. */
static void a_change_in_a_loop_counts(struct kunit *test)
{
	run_shape(test, 5);
	EXPECT_TOLD(test, "new");
}

/* A division that is only used on one way: the compiler would do it there. */
#define CANCELS(name, quotient)                              \
	RECOVER_FN(int, name, int, a, int, b, bool, is_used) \
	{                                                    \
		struct defer *d;                             \
		int x;                                       \
                                                             \
		if (trap_faults())                           \
			return -EOPNOTSUPP;                  \
		defer_recover();                             \
		d = defer_call(say, "undo");                 \
		x = quotient;                                \
		defer_cancel(d);                             \
		return is_used ? x : 0;                      \
	}

/* A function that the compiler finds to do nothing but compute is moved like that. */
static noinline __attribute_const__ int divide(int a, int b)
{
	return a / b;
}

CANCELS(cancels, a / b)
CANCELS(cancels_after_call, divide(a, b))

RECOVER_FN(int, hands_over, int, a, int, b, bool, is_used)
{
	const char *mine = "mine", *other;
	int x;

	if (trap_faults())
		return -EOPNOTSUPP;
	defer_recover();
	defer_free(word, mine);
	x = a / b;
	defer_fence();
	other = no_free_ptr(mine);
	OPTIMIZER_HIDE_VAR(other);
	return is_used ? x : 0;
}

/* What may fault is not moved across the end of a registration, nor across a fence. */
static void faults_stay_in_their_place(struct kunit *test)
{
	if (IS_ENABLED(CONFIG_UML) || !DIVISION_FAULTS) {
		kunit_skip(test, "such faults cannot be trapped here");
		return;
	}
	EXPECT_RUN(test, cancels(5, 0, true), -EDOM, "undo");
	EXPECT_RUN(test, cancels_after_call(5, 0, true), -EDOM, "undo");
	EXPECT_RUN(test, hands_over(5, 0, true), -EDOM, "mine");
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(a_guard_outlasts_a_fault, shape_gen_params),
	KUNIT_CASE_PARAM(a_call_outlasts_a_fault, shape_gen_params),
	KUNIT_CASE_PARAM(a_change_before_a_fence_counts, shape_gen_params),
	KUNIT_CASE_PARAM(nested_blocks_outlast_a_fault, shape_gen_params),
	KUNIT_CASE_PARAM(a_handler_outlasts_a_fault, shape_gen_params),
	KUNIT_CASE_PARAM(a_change_in_a_loop_counts, shape_gen_params),
	KUNIT_CASE(faults_stay_in_their_place),
	{},
};

DEFINE_SUITE("kdefer_fence", .suite_init = be_quiet, .suite_exit = speak_again,
	     .init = forget);
