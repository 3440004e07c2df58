// SPDX-License-Identifier: GPL-2.0
/*
 * The interface under its prefixed names, in a file whose own names the short ones would
 * be taken for.
 */
#define KDEFER_NO_SHORT_NAMES
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <linux/kdefer.h>

#include "suite.h"
#include "trace.h"

struct ops {
	int (*recover)(int x, int y);
	int (*defer)(int x, int y);
};

static int recover(int x, int y)
{
	return x + y;
}

static int defer(int x, int y)
{
	return x - y;
}

static const struct ops ops = { .recover = recover, .defer = defer };

static void handle(struct soft_panic *p, void *arg)
{
	char text[16];

	if (!p)
		return;
	kdefer_soft_panic_message(p, text, sizeof(text));
	tell("%s:%d", text, kdefer_soft_panicking() == p);
	kdefer_recover(p, ops.recover(3, 4));
}

static DEFINE_MUTEX(lock);

KDEFER_DEFER_FN(int, prefixed_inner, int, how)
{
	void *memory = kdefer_soft_try(kmalloc(8, GFP_KERNEL));

	kdefer_defer(kfree, memory);
	kdefer_defer_call(say, "inner");
	kdefer_defer_guard(mutex, &lock);
	kdefer_soft_panic_on(how == 1);
	if (how == 2)
		kdefer_soft_panic(-EIO, "give %s", "up");
	if (how == 3)
		kdefer_soft_exit(9);
	return ops.defer(how, 1);
}

KDEFER_RECOVER_FN(int, prefixed_outer, int, how)
{
	kdefer_defer_cancel(kdefer_defer_call(say, "cancelled"));
	kdefer_defer_recover_with(handle, NULL);
	return prefixed_inner(how);
}

/* Each works, and what is called "recover" and "defer" here is the file's own. */
static void prefixed_names_do_the_same(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, prefixed_outer(0), -1);
	KUNIT_EXPECT_EQ(test, prefixed_outer(2), 7);
	KUNIT_EXPECT_EQ(test, prefixed_outer(3), 9);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&lock));
	EXPECT_TOLD(test, "inner inner give up:1 inner");
	forget(test);
	EXPECT_RUN(test, prefixed_outer(1), 7, "inner how == 1:1");
}

static char word[8];

DEFINE_FREE(tell_word, char *, tell("%s", _T))

KDEFER_RECOVER_FN(void, prefixed_nothing, int, how)
{
	kdefer_defer_recover_log(KERN_DEBUG);
	kdefer_soft_try(kdefer_defer_reserve(9, GFP_KERNEL));
	kdefer_defer_on_panic(tell_word, kdefer_soft_try_or(word, -EIO));
	kdefer_soft_panic_if(how == 1, -EIO, "give %s", "up");
	kdefer_defer_commit();
	kdefer_defer_call_on_panic(say, "undo");
	kdefer_soft_panic_if(how == 2, -EIO, "give %s", "up");
	say("returned");
}

/* So do those for what is undone on failure, reserved, and said. */
static void prefixed_names_undo_and_reserve(struct kunit *test)
{
	strscpy(word, "word", sizeof(word));
	prefixed_nothing(0);
	prefixed_nothing(1);
	prefixed_nothing(2);
	EXPECT_TOLD(test, "returned word undo");
}

/* Names as a macro might have for what it keeps. */
KDEFER_RECOVER_FN(int, named_oddly, void *, __arg, void *, __value)
{
	void (*__fn)(void *arg) = say;

	kdefer_defer_recover_with(handle, __arg);
	kdefer_defer(kfree, __value);
	kdefer_defer_call(__fn, __arg);
	return 0;
}

/* What a macro keeps has no name that an argument of it could have. */
static void arguments_may_have_any_name(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, named_oddly("word", kmalloc(8, GFP_KERNEL)), 0);
	EXPECT_TOLD(test, "word");
}

static struct kunit_case cases[] = {
	KUNIT_CASE(arguments_may_have_any_name),
	KUNIT_CASE(prefixed_names_do_the_same),
	KUNIT_CASE(prefixed_names_undo_and_reserve),
	{},
};

DEFINE_SUITE("kdefer_names", .init = forget);
