// SPDX-License-Identifier: GPL-2.0
/*
 * What libraries are made of: things that happen once, groups that wait, work that
 * is done elsewhere, stacks of cleanups, and drivers that must not keep a lock.
 */
#include <linux/err.h>
#include <linux/mutex.h>
#include <linux/string.h>

#include "go_kunit.h"
#include "suite.h"

#define GONE (-1000)

struct once {
	bool done;
};

static void finish_once(void *once)
{
	((struct once *)once)->done = true;
}

DEFER_FN(void, do_once, struct once *, once, void (*)(void *arg), fn, void *,
	 arg)
{
	if (once->done)
		return;
	defer_call(finish_once, once);
	fn(arg);
}

RECOVER_FN(int, try_once, struct once *, once, void (*)(void *arg), fn, void *,
	   arg)
{
	defer_recover();
	do_once(once, fn, arg);
	return 0;
}

/* X01: what panicked was done, and is not done again. */
static void once_is_done_when_it_panics(struct kunit *test)
{
	struct once once = {};

	KUNIT_EXPECT_EQ(test, try_once(&once, panic_now, WORD(3)), -3);
	KUNIT_EXPECT_EQ(test, try_once(&once, panic_now, WORD(3)), 0);
}

/* A function that runs once and fails in the same way whenever it is asked. */
struct memo {
	void (*fn)(void *arg);
	void *arg;
	bool asked;
	int calls;
	int err;
	void *data;
};

static void keep_failure(struct soft_panic *p, void *arg)
{
	struct memo *m = arg;

	if (!p)
		return;
	m->err = p->err;
	m->data = p->data;
}

RECOVER_FN(void, ask, struct memo *, m)
{
	if (m->asked && m->err)
		soft_panic_with(m->err, m->data, "it failed before");
	if (m->asked)
		return;
	m->asked = true;
	m->calls++;
	defer_recover_with(keep_failure, m);
	m->fn(m->arg);
}

struct failure {
	int err;
	void *data;
	unsigned long ip;
};

static void copy_failure(struct soft_panic *p, void *arg)
{
	struct failure *f = arg;

	*f = (struct failure){};
	if (!p)
		return;
	*f = (struct failure){ p->err, p->data, p->ip };
	recover(p, 1);
}

RECOVER_FN(int, ask_and_catch, struct memo *, m, struct failure *, f)
{
	defer_recover_with(copy_failure, f);
	ask(m);
	return 0;
}

static noinline void fail_with(void *data)
{
	soft_panic_with(-ENODEV, data, "no such thing");
}

/* X02 X05: each call fails with the same value; the first from where it was raised. */
static void memo_fails_the_same_way_each_time(struct kunit *test)
{
	int token;
	struct memo m = { .fn = fail_with, .arg = &token };
	struct failure f;
	int i;

	for (i = 0; i < 3; i++) {
		KUNIT_EXPECT_EQ(test, ask_and_catch(&m, &f), 1);
		KUNIT_EXPECT_EQ(test, f.err, -ENODEV);
		KUNIT_EXPECT_PTR_EQ(test, f.data, (void *)&token);
		KUNIT_EXPECT_EQ(test, is_in_function(f.ip, "fail_with"),
				i == 0);
	}
	KUNIT_EXPECT_EQ(test, m.calls, 1);
}

/* X03: the same without a value. */
static void memo_fails_without_a_value(struct kunit *test)
{
	struct memo m = { .fn = fail_with };
	struct failure f;
	int i;

	for (i = 0; i < 2; i++) {
		KUNIT_EXPECT_EQ(test, ask_and_catch(&m, &f), 1);
		KUNIT_EXPECT_NULL(test, f.data);
	}
	KUNIT_EXPECT_EQ(test, m.calls, 1);
}

RECOVER_FN(int, ask_in_a_root, struct memo *, m)
{
	ask(m);
	return 0;
}

/* X04: what exited is not called again. */
static void memo_of_an_exit_is_not_called_again(struct kunit *test)
{
	struct memo m = { .fn = exit_now, .arg = WORD(GONE) };

	KUNIT_EXPECT_EQ(test, ask_in_a_root(&m), GONE);
	KUNIT_EXPECT_EQ(test, ask_in_a_root(&m), 0);
	KUNIT_EXPECT_EQ(test, m.calls, 1);
}

static void group_add(int *group, int n)
{
	*group += n;
	soft_panic_on(*group < 0);
}

RECOVER_FN(int, misuse_group, int *, group)
{
	defer_recover();
	group_add(group, 1);
	group_add(group, -1);
	group_add(group, -1);
	return 0;
}

/* X07: a group that more leave than came is a panic, and a recoverable one. */
static void group_misuse_is_recoverable(struct kunit *test)
{
	int group = 0;

	KUNIT_EXPECT_EQ(test, misuse_group(&group), -EFAULT);
}

/* A source of values that runs in another task; what ends it ends its reader. */
struct source {
	int next;
	void (*at_three)(void *arg);
	bool over;
	bool exited;
	int err;
	void *data;
};

static void keep_end(struct soft_panic *p, void *arg)
{
	struct source *s = arg;

	if (!p)
		return;
	s->err = p->err;
	s->data = p->data;
	recover(p, 0);
}

RECOVER_FN(long, produce, void *, arg)
{
	struct source *s = arg;

	defer_recover_with(keep_end, s);
	if (++s->next == 3)
		s->at_three(s);
	return s->next;
}

static int pull(struct source *s)
{
	long value;

	if (s->over)
		return 0;
	value = in_other_task(produce, s);
	s->exited = value == GONE;
	s->over = s->err || s->exited;
	if (s->exited)
		soft_exit(GONE);
	if (s->err)
		soft_panic_with(s->err, s->data, "the source failed");
	return value;
}

RECOVER_FN(int, read_all, struct source *, s)
{
	int value;

	defer_recover_with(take, WORD(5));
	while ((value = pull(s)))
		note("%d", value);
	return 0;
}

static void fail_with_the_source(void *source)
{
	soft_panic_with(-8, source, "out of values");
}

static void exit_gone(void *source)
{
	soft_exit(GONE);
}

/* X08: a panic in another task is raised again in the one that waits, once. */
static void panic_is_forwarded_between_tasks(struct kunit *test)
{
	struct source s = { .at_three = fail_with_the_source };

	KUNIT_EXPECT_EQ(test, read_all(&s), 5);
	KUNIT_EXPECT_PTR_EQ(test, s.data, (void *)&s);
	EXPECT_RUN(test, read_all(&s), 0, "1 2 took:8 <nil>");
}

/* X09: so is an exit. */
static void exit_is_forwarded_between_tasks(struct kunit *test)
{
	struct source s = { .at_three = exit_gone };

	KUNIT_EXPECT_EQ(test, read_all(&s), GONE);
	EXPECT_RUN(test, read_all(&s), 0, "1 2 <nil> <nil>");
}

/* Cleanups that are registered with an object, and run when a function ends. */
struct cleanups {
	int n;
	struct {
		void (*fn)(void *arg);
		void *arg;
	} calls[6];
};

static void add_cleanup(struct cleanups *c, void (*fn)(void *arg), void *arg)
{
	c->calls[c->n].fn = fn;
	c->calls[c->n++].arg = arg;
}

DEFER_FN(void, run_cleanups, void *, arg)
{
	struct cleanups *c = arg;
	int i;

	for (i = 0; i < c->n; i++)
		defer_call(c->calls[i].fn, c->calls[i].arg);
}

static void cleanup_step(void *n)
{
	note_step((long)n);
}

RECOVER_FN(int, with_cleanups, struct cleanups *, c, void (*)(void *arg), end,
	   void *, arg)
{
	defer_recover_with(take, WORD(-1));
	defer_call(run_cleanups, c);
	add_cleanup(c, cleanup_step, WORD(1));
	add_cleanup(c, cleanup_step, WORD(2));
	end(arg);
	return 0;
}

/* X10: cleanups run in reverse on a panic, also after one that panics. */
static void cleanups_run_on_a_panic(struct kunit *test)
{
	struct cleanups one = {}, two = {};

	KUNIT_EXPECT_EQ(test, with_cleanups(&one, panic_now, WORD(3)), -1);
	note("|");
	add_cleanup(&two, cleanup_step, WORD(0));
	add_cleanup(&two, panic_now, WORD(4));
	EXPECT_RUN(test, with_cleanups(&two, panic_now, WORD(3)), -1,
		   "2 1 took:3 | 2 1 0 took:4");
}

/* X10 X11: and on an exit, and after one that exits while a panic is on its way. */
static void cleanups_run_on_an_exit(struct kunit *test)
{
	struct cleanups one = {}, two = {};

	KUNIT_EXPECT_EQ(test, with_cleanups(&one, exit_now, WORD(GONE)), GONE);
	note("|");
	add_cleanup(&two, cleanup_step, WORD(0));
	add_cleanup(&two, exit_now, WORD(GONE));
	EXPECT_RUN(test, with_cleanups(&two, panic_now, WORD(3)), GONE,
		   "2 1 <nil> | 2 1 0 <nil>");
}

static void keep_result(struct soft_panic *p, void *result)
{
	if (p)
		recover(p, *(int *)result);
}

RECOVER_FN(int, returns_then_panics, int *, result)
{
	defer_recover_with(keep_result, result);
	defer_call(panic_now, WORD(2));
	*result = 9;
	return *result;
}

/* X12: a result that was set is kept when a panic comes after the return. */
static void result_outlasts_a_panic_after_the_return(struct kunit *test)
{
	int result = 0;

	KUNIT_EXPECT_EQ(test, returns_then_panics(&result), 9);
}

/* A driver fails in one of its calls; whoever called it holds its locks. */
struct connection {
	struct mutex lock; /* held around every call of the driver */
	struct mutex driver_lock; /* the driver's own */
	int closed;
};

static void close_connection(void *arg)
{
	((struct connection *)arg)->closed++;
}

DEFER_FN(void, driver_query, struct connection *, c, int, fail)
{
	defer_guard(mutex, &c->driver_lock);
	defer_call(close_connection, c);
	if (fail)
		raise_value(fail);
}

RECOVER_FN(int, query, struct connection *, c, int, fail)
{
	defer_recover();
	defer_guard(mutex, &c->lock);
	driver_query(c, fail);
	return 0;
}

/* X18: a driver that panics leaves no lock held: the next call succeeds. */
static void failed_driver_leaves_no_lock_held(struct kunit *test)
{
	struct connection c = {};

	mutex_init(&c.lock);
	mutex_init(&c.driver_lock);
	KUNIT_EXPECT_EQ(test, query(&c, 5), -5);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&c.lock));
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&c.driver_lock));
	KUNIT_EXPECT_EQ(test, query(&c, 0), 0);
	KUNIT_EXPECT_EQ(test, c.closed, 2);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(once_is_done_when_it_panics),
	KUNIT_CASE(memo_fails_the_same_way_each_time),
	KUNIT_CASE(memo_fails_without_a_value),
	KUNIT_CASE(memo_of_an_exit_is_not_called_again),
	KUNIT_CASE(group_misuse_is_recoverable),
	KUNIT_CASE(panic_is_forwarded_between_tasks),
	KUNIT_CASE(exit_is_forwarded_between_tasks),
	KUNIT_CASE(cleanups_run_on_a_panic),
	KUNIT_CASE(cleanups_run_on_an_exit),
	KUNIT_CASE(result_outlasts_a_panic_after_the_return),
	KUNIT_CASE(failed_driver_leaves_no_lock_held),
	{}
};

DEFINE_SUITE("kdefer_go_pattern", .init = notes_begin);
