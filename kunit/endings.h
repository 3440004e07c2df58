/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The three ways in which a function ends, for rules that hold in each of them.
 */
#ifndef KDEFER_KUNIT_ENDINGS_H
#define KDEFER_KUNIT_ENDINGS_H

#include <kunit/test.h>
#include <linux/errno.h>
#include <linux/kdefer.h>
#include <linux/string.h>

enum how { BY_RETURN, BY_PANIC, BY_EXIT };

struct ending {
	const char *name;
	enum how how;
	int result; /* of run() */
};

static __maybe_unused const struct ending endings[] = {
	{ "return", BY_RETURN, 0 },
	{ "soft_panic", BY_PANIC, -EIO },
	{ "soft_exit", BY_EXIT, -EINTR },
};

static __maybe_unused void describe_ending(const struct ending *e, char *text)
{
	strscpy(text, e->name, KUNIT_PARAM_DESC_SIZE);
}

/* In a suite that has cases for each of them. */
#define ENDING_PARAM KUNIT_ARRAY_PARAM(ending, endings, describe_ending)

/* Called where a function shall end; comes back if that is to be by return. */
static noinline void end(enum how how)
{
	if (how == BY_PANIC)
		soft_panic(-EIO, "as asked");
	if (how == BY_EXIT)
		soft_exit(-EINTR);
}

/* Calls a function that shall end so. */
RECOVER_FN(int, run, int (*)(enum how), function, enum how, how)
{
	defer_recover();
	return function(how);
}

#endif /* KDEFER_KUNIT_ENDINGS_H */
