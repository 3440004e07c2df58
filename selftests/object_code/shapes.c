// SPDX-License-Identifier: GPL-2.0
/*
 * Functions as clients write them, for what the compiler makes of them: each takes
 * something, registers how that is given back, and does what can fault.
 *
 * Each says what there must be in its object code, and nothing else: "A:div" is a
 * division where the resource A is registered, "-:ret" a return where nothing is.
 * "check" has the whole notation.
 */
#include "shapes.h"

static const int const_table[16] = { 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8 };
static int table[16];

/* Somebody else may change it. */
void set_table(int i, int value);

void set_table(int i, int value)
{
	table[i] = value;
}

static void look(struct soft_panic *p, void *arg)
{
	consume(p ? p->err : 0);
}

/* clang-format off */

/*
 * Every way to register (held: what it is called, rest: what of it is left when the
 * block has ended) with every operation (kind) inside of the block, before and after.
 */
#define IN_BLOCK(by, held, rest, op, kind)				\
	SHAPE(by##_##op, held ":" kind " " rest ":ret")			\
	{								\
		int x;							\
									\
		{							\
			BY_##by();					\
			x = op(a, b);					\
		}							\
		return x;						\
	}								\
	SHAPE(by##_##op##_used, held ":" kind " " held ":call:consume " rest ":ret") \
	{								\
		{							\
			BY_##by();					\
			consume(op(a, b));				\
		}							\
		return 0;						\
	}								\
	SHAPE(by##_##op##_returned, held ":" kind " " rest ":ret")	\
	{								\
		BY_##by();						\
		return op(a, b);					\
	}								\
	SHAPE(by##_before_##op, rest ":" kind " " rest ":ret")		\
	{								\
		int x;							\
									\
		{							\
			BY_##by();					\
		}							\
		x = op(a, b);						\
		return x;						\
	}								\
	SHAPE(by##_after_##op, "-:" kind " " rest ":ret")		\
	{								\
		int x = op(a, b);					\
									\
		BY_##by();						\
		return x;						\
	}

#define WITH_HANDLER(by, op, kind)					\
	RECOVER_SHAPE(by##_##op, "R:" kind " R:ret")			\
	{								\
		BY_##by();						\
		return op(a, b);					\
	}								\
	RECOVER_SHAPE(by##_CLASS_##op, "RA:" kind " R:ret")		\
	{								\
		BY_##by();						\
		if (trap_faults())					\
			return -EOPNOTSUPP;				\
		BY_CLASS();						\
		return op(a, b);					\
	}

#define EVERY_WAY(op, kind)						\
	IN_BLOCK(CLASS, "A", "-", op, kind)				\
	IN_BLOCK(INLINE, "I", "-", op, kind)				\
	IN_BLOCK(MUTEX, "M", "-", op, kind)				\
	IN_BLOCK(FREE, "A", "-", op, kind)				\
	IN_BLOCK(DEFER, "A", "A", op, kind)				\
	IN_BLOCK(CALL, "A", "A", op, kind)				\
	WITH_HANDLER(RECOVER, op, kind)					\
	WITH_HANDLER(HANDLER, op, kind)

EVERY_WAY(DIVIDE, "div")
EVERY_WAY(BUG_IF, "ud2")
EVERY_WAY(CONST_TABLE, "mem")
EVERY_WAY(TABLE, "mem")
EVERY_WAY(POINTER, "mem")
EVERY_WAY(STORE, "mem")
EVERY_WAY(VOLATILE, "asm")
EVERY_WAY(OPERAND, "mem")
EVERY_WAY(GET_USER, "call:__get_user_4")
EVERY_WAY(PUT_USER, "call:__put_user_4")
EVERY_WAY(UNSAFE_GET, "mem")

/* clang-format on */

SHAPE(nested, "A:div AB:mem A:ud2 -:ret")
{
	int x;

	BY_CLASS();
	x = a / b;
	{
		defer_class(class_B, inner);
		x += *p;
	}
	BUG_ON(b == 5);
	return x;
}

/* The same, and nothing between the ends of the two. */
SHAPE(two_in_a_block, "A:div AB:mem -:ret")
{
	int x;

	BY_CLASS();
	x = a / b;
	defer_class(class_B, inner);
	return x + *p;
}

SHAPE(one_after_the_other, "A:div B:div -:ret")
{
	int x;

	{
		BY_CLASS();
		x = a / b;
	}
	{
		defer_class(class_B, second);
		x += b / a;
	}
	return x;
}

/* The division is the same in all: the compiler may want to do it once. */
SHAPE(the_same_thrice, "-:div A:call:consume A:div -:ret")
{
	int x = a / b;

	{
		BY_CLASS();
		consume(x);
		x += a / (b + 1);
	}
	return x + a / (b + 2);
}

SHAPE(in_a_loop, "A:div -:ret")
{
	int i, x = 0;

	for (i = 1; i < a; i++) {
		BY_CLASS();
		x += a / (b + i);
	}
	return x;
}

/* What does not change in the loop may be done before it, where nothing is taken. */
SHAPE(invariant_in_a_loop, "I:div/-:div I:mem/-:mem -:ret")
{
	int i, x = 0;

	for (i = 0; i < a; i++) {
		BY_INLINE();
		x += a / b + const_table[b];
	}
	return x;
}

/* A condition that does not change in the loop: -O3 makes two loops. */
SHAPE(condition_in_a_loop, "I:div I:mem -:ret")
{
	int i, x = 0;

	for (i = 0; i < a; i++) {
		BY_INLINE();
		if (b > 7)
			x += i / a;
		else
			x += const_table[b + i];
	}
	return x;
}

SHAPE(loop_inside, "A:div -:ret")
{
	int i, x = 0;

	BY_CLASS();
	for (i = 1; i < a; i++)
		x += a / (b + i);
	return x;
}

SHAPE(returns_early, "A:div A:mem -:ret")
{
	BY_FREE();
	if (a > 7)
		return *p;
	return a / b;
}

SHAPE(left_by_goto, "A:div -:mem -:ret")
{
	int x;

	{
		BY_CLASS();
		if (a > 7)
			goto out;
		x = a / b;
	}
	return x;
out:
	return *p;
}

/* The same is done on both sides: it may be done before both, where nothing is taken. */
SHAPE(on_both_sides, "-:div I:div/-:div -:ret")
{
	int x;

	if (a > 7) {
		BY_INLINE();
		x = a / b;
	} else {
		x = a / b;
	}
	return x;
}

/* clang divides where the two meet. */
#ifdef __clang__
SHAPE(both_register, "-:div -:ret")
#else
SHAPE(both_register, "A:div B:div -:ret")
#endif
{
	if (a > 7) {
		BY_CLASS();
		return a / b;
	}
	defer_class(class_B, held);
	return a / b;
}

SHAPE(condition_inside, "A:div A:mem -:ret")
{
	int x = 0;

	BY_CLASS();
	if (a > 7)
		x = a / b;
	if (a > 9)
		x += const_table[b];
	return x;
}

/* What was done before is used in one case only: it may be done there. */
SHAPE(used_in_one_case, "-:div/A:div A:call:consume -:ret")
{
	int x = a / b;

	BY_CLASS();
	if (a > 7)
		consume(x);
	return 0;
}

SHAPE(used_after_in_one_case, "I:mem -:ret")
{
	int x;

	{
		BY_INLINE();
		x = const_table[b];
	}
	return a > 7 ? x : 0;
}

SHAPE(function_in_block, "A:div AB:mem AB:ret")
{
	int x;

	BY_CALL();
	x = a / b;
	defer(give_B, take_B());
	return x + *p;
}

/* The call of the function outlives the block that it was deferred in. */
SHAPE(function_call_in_a_block, "A:div AB:mem B:ud2 B:ret")
{
	int x;

	{
		BY_CLASS();
		x = a / b;
		defer(give_B, take_B());
		x += *p;
	}
	BUG_ON(b == 5);
	return x;
}

/* Partly done before: the compiler may want the rest to be done there as well. */
SHAPE(done_before_in_one_case, "-:div I:div/-:div -:ret")
{
	int x = 0;

	if (a > 7)
		x = a / b;
	BY_INLINE();
	return x + a / b;
}

RECOVER_SHAPE(handler_after_one_case, "-:div R:div R:ret")
{
	int x = 0;

	if (a > 7)
		x = a / b;
	defer_recover();
	return x + a / b;
}

/*
 * What was given back by hand must be seen so: the destructor reads the variable. The
 * same is true of what the variable has afterwards: a fence on both sides.
 */
SHAPE(variable_cleared, "A0:div -:ret")
{
	BY_FREE();
	give_A(held);
	held = NULL;
	defer_fence();
	a = a / b;
	defer_fence();
	held = p;
	return a;
}

SHAPE(variable_cleared_twice, "A:div A0:mem -:ret")
{
	BY_FREE();
	a = a / b;
	defer_fence();
	give_A(held);
	held = NULL;
	defer_fence();
	a += *p;
	defer_fence();
	held = take_A();
	return a;
}

/* A handler is another matter than a resource: what is done before it is not recovered. */
RECOVER_SHAPE(handler_on_one_side, "-:div R:div -:ret R:ret")
{
	if (a > 7) {
		defer_recover();
		return a / b;
	}
	return a / b;
}

/* The block in a function that recovers what happens in it. */
RECOVER_SHAPE(recovers, "RM:div R:ret")
{
	defer_recover();
	if (trap_faults())
		return -EOPNOTSUPP;
	defer_guard(mutex, &mutex);
	return a / b;
}
