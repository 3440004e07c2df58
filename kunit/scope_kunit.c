// SPDX-License-Identifier: GPL-2.0
/*
 * Block-scoped calls: defer_free(), defer_guard(), defer_class().
 */
#include <linux/irqflags.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include <linux/kdefer.h>

#include "endings.h"
#include "suite.h"
#include "trace.h"

ENDING_PARAM;

/* A thing with a name that says when it is taken and when it is given back. */
static const char *take(const char *name)
{
	tell("+%s", name);
	return name;
}

static void give_back(const char *name)
{
	if (name)
		tell("-%s", name);
}

DEFINE_FREE(thing, const char *, give_back(_T))
DEFINE_CLASS(thing, const char *, give_back(_T), take(name), const char *name)

DEFER_FN(int, nest_blocks, enum how, how)
{
	defer_class(thing, a, "a");
	{
		defer_class(thing, b, "b");
		{
			defer_class(thing, c, "c");
			end(how);
		}
		say("middle");
	}
	say("outer");
	return 0;
}

/* A block's calls run when it ends, and on a soft panic from the inside out. */
static void blocks_give_back_from_the_inside_out(struct kunit *test)
{
	const struct ending *e = test->param_value;

	KUNIT_EXPECT_EQ(test, run(nest_blocks, e->how), e->result);
	if (e->how == BY_RETURN)
		EXPECT_TOLD(test, "+a +b +c -c middle -b outer -a");
	else
		EXPECT_TOLD(test, "+a +b +c -c -b -a");
}

DEFER_FN(int, end_after_block, enum how, how)
{
	{
		defer_class(thing, a, "a");
	}
	end(how);
	return 0;
}

/* What a block gave back when it ended is not given back again. */
static void a_block_gives_back_once(struct kunit *test)
{
	EXPECT_ENDS(test, end_after_block, "+a -a");
}

DEFER_FN(int, mix_scopes, enum how, how)
{
	{
		defer_class(thing, a, "a");
		defer_call(say, "f1");
		defer_class(thing, b, "b");
		defer_call(say, "f2");
		defer_call(say, "f3");
		say("block");
	}
	say("body");
	end(how);
	return 0;
}

/* A call that defer() registers in a block stays until the function ends. */
static void defer_in_a_block_outlives_it(struct kunit *test)
{
	EXPECT_ENDS(test, mix_scopes, "+a +b block -b -a body f3 f2 f1");
}

DEFER_FN(int, end_in_mixed_block, enum how, how)
{
	defer_class(thing, a, "a");
	defer_call(say, "f1");
	{
		defer_class(thing, b, "b");
		defer_call(say, "f2");
		end(how);
	}
	return 0;
}

/* A soft panic in a block runs its calls and the function's newest first. */
static void mixed_scopes_unwind_newest_first(struct kunit *test)
{
	const struct ending *e = test->param_value;

	KUNIT_EXPECT_EQ(test, run(end_in_mixed_block, e->how), e->result);
	if (e->how == BY_RETURN)
		EXPECT_TOLD(test, "+a +b -b -a f2 f1");
	else
		EXPECT_TOLD(test, "+a +b f2 -b f1 -a");
}

DEFER_FN(int, leave_loop_blocks, enum how, how)
{
	static const char *const names[] = { "a", "b", "c", "d" };
	int i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		defer_class(thing, t, names[i]);
		if (i == 0)
			continue;
		if (i == 1)
			goto on;
		if (i == 2)
			break;
		say("not reached");
on:
		say("on");
	}
	say("after");
	{
		defer_class(thing, t, "e");
		end(how);
		return i;
	}
}

/* Each turn of a loop is a block; continue, goto, break and return leave it. */
static void every_way_out_of_a_block_gives_back(struct kunit *test)
{
	const struct ending *e = test->param_value;

	EXPECT_RUN(test, run(leave_loop_blocks, e->how),
		   e->how == BY_RETURN ? 2 : e->result,
		   "+a -a +b on -b +c -c after +e -e");
}

DEFER_FN(int, reassign, enum how, how)
{
	const char *t = take("old");

	defer_free(thing, t);
	give_back(t);
	t = take("new");
	end(how);
	return 0;
}

/* defer_free() reads the variable when the block ends, not before. */
static void free_reads_the_variable_at_the_end(struct kunit *test)
{
	EXPECT_ENDS(test, reassign, "+old -old +new -new");
}

static const char *kept;

DEFER_FN(int, pass_on, enum how, how)
{
	const char *t = take("t");

	defer_free(thing, t);
	kept = no_free_ptr(t);
	end(how);
	return 0;
}

/* What no_free_ptr() took away is not freed. */
static void no_free_ptr_keeps(struct kunit *test)
{
	const struct ending *e = test->param_value;

	kept = NULL;
	KUNIT_EXPECT_EQ(test, run(pass_on, e->how), e->result);
	KUNIT_EXPECT_STREQ(test, kept, "t");
	EXPECT_TOLD(test, "+t");
}

DEFER_FN(const char *, make, bool, fail)
{
	const char *t = take("t");

	defer_free(thing, t);
	if (fail)
		return NULL;
	return_ptr(t);
}

/* return_ptr() hands to the caller what any other return gives back. */
static void return_ptr_hands_over(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, make(false), "t");
	EXPECT_TOLD(test, "+t");
	KUNIT_EXPECT_PTR_EQ(test, (void *)make(true), NULL);
	EXPECT_TOLD(test, "+t +t -t");
}

struct pair {
	long id;
	long sum;
};

static struct pair pair_make(long a, long b)
{
	return (struct pair){ .id = a, .sum = a + b };
}

DEFINE_CLASS(pair, struct pair, tell("%ld:%ld", _T.id, _T.sum), pair_make(a, b),
	     long a, long b)

DEFER_FN(int, hold_pairs, enum how, how)
{
	defer_class(pair, p, 1, 2);
	defer_class(pair, q, 10, 20);

	p.sum += q.sum;
	end(how);
	return 0;
}

/* A class may be of any type; its destructor sees the variable as it is then. */
static void classes_of_any_type(struct kunit *test)
{
	EXPECT_ENDS(test, hold_pairs, "10:30 1:33");
}

DEFINE_GUARD(named, const char *, take(_T), give_back(_T))

static void count_up(int *counter, int *before)
{
	*before = ++*counter;
}

static void count_down(int *counter, int before)
{
	--*counter;
	tell("before:%d", before);
}

DEFINE_LOCK_GUARD_1(counted, int, count_up(_T->lock, &_T->before),
		    count_down(_T->lock, _T->before), int before)
DEFINE_LOCK_GUARD_0(plain, say("+plain"), say("-plain"))

static int counter;

DEFER_FN(int, hold_client_guards, enum how, how)
{
	defer_guard(named, "named");
	defer_guard(counted, &counter);
	defer_guard(counted, &counter);
	defer_guard(plain);

	tell("%d", counter);
	end(how);
	return 0;
}

/* Guards that a client defines are held like the kernel's, several in a block. */
static void guards_of_a_client(struct kunit *test)
{
	const struct ending *e = test->param_value;

	counter = 0;
	KUNIT_EXPECT_EQ(test, run(hold_client_guards, e->how), e->result);
	KUNIT_EXPECT_EQ(test, counter, 0);
	EXPECT_TOLD(test, "+named +plain 2 -plain before:2 before:1 -named");
}

static DEFINE_MUTEX(mutex);
static DEFINE_SPINLOCK(spinlock);

DEFER_FN(int, hold_mutex, enum how, how)
{
	defer_guard(mutex, &mutex);
	tell("%d", mutex_is_locked(&mutex));
	end(how);
	return 0;
}

DEFER_FN(int, hold_spinlock, enum how, how)
{
	defer_guard(spinlock_irqsave, &spinlock);
	tell("%d%d", spin_is_locked(&spinlock), !!irqs_disabled());
	end(how);
	return 0;
}

DEFER_FN(int, hold_rcu, enum how, how)
{
	defer_guard(rcu);
	tell("%d", rcu_read_lock_held());
	end(how);
	return 0;
}

/* The kernel's own guards hold until the block ends, and not longer. */
static void locks_are_let_go(struct kunit *test)
{
	const struct ending *e = test->param_value;

	KUNIT_EXPECT_EQ(test, run(hold_mutex, e->how), e->result);
	KUNIT_EXPECT_EQ(test, run(hold_spinlock, e->how), e->result);
	EXPECT_RUN(test, run(hold_rcu, e->how), e->result, "1 11 1");
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&mutex));
	KUNIT_EXPECT_FALSE(test, irqs_disabled());
	KUNIT_EXPECT_EQ(test, lockdep_depth(current), 0);
}

static void give_up(const char *name)
{
	give_back(name);
	soft_panic(-EBUSY, "cannot give back %s", name);
}

DEFINE_CLASS(stubborn, const char *, give_up(_T), take(name), const char *name)

DEFER_FN(int, hold_stubborn, enum how, how)
{
	defer_class(thing, a, "a");
	defer_class(stubborn, b, "b");
	defer_class(thing, c, "c");

	end(how);
	return 0;
}

/* A destructor that gives up is not run again; the rest are run. */
static void a_destructor_may_give_up(struct kunit *test)
{
	const struct ending *e = test->param_value;
	int result = run(hold_stubborn, e->how);

	KUNIT_EXPECT_EQ(test, result, e->how == BY_EXIT ? e->result : -EBUSY);
	EXPECT_TOLD(test, "+a +b +c -c -b -a");
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(blocks_give_back_from_the_inside_out,
			 ending_gen_params),
	KUNIT_CASE_PARAM(a_block_gives_back_once, ending_gen_params),
	KUNIT_CASE_PARAM(defer_in_a_block_outlives_it, ending_gen_params),
	KUNIT_CASE_PARAM(mixed_scopes_unwind_newest_first, ending_gen_params),
	KUNIT_CASE_PARAM(every_way_out_of_a_block_gives_back,
			 ending_gen_params),
	KUNIT_CASE_PARAM(free_reads_the_variable_at_the_end, ending_gen_params),
	KUNIT_CASE_PARAM(no_free_ptr_keeps, ending_gen_params),
	KUNIT_CASE(return_ptr_hands_over),
	KUNIT_CASE_PARAM(classes_of_any_type, ending_gen_params),
	KUNIT_CASE_PARAM(guards_of_a_client, ending_gen_params),
	KUNIT_CASE_PARAM(locks_are_let_go, ending_gen_params),
	KUNIT_CASE_PARAM(a_destructor_may_give_up, ending_gen_params),
	{},
};

DEFINE_SUITE("kdefer_scope", .init = forget);
