/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The three ways in which a function ends, for rules that hold in each of them.
 */
#ifndef KDEFER_KUNIT_ENDINGS_H
#define KDEFER_KUNIT_ENDINGS_H

#include <linux/errno.h>
#include <linux/kdefer.h>

#include "suite.h"
#include "trace.h"

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

/* In a suite that has cases for each of them. */
#define ENDING_PARAM NAMED_PARAM(ending, endings)

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

/* In a case for each of them: it ends as it should, and has told those words. */
#define EXPECT_ENDS(test, function, words)                                     \
	do {                                                                   \
		const struct ending *__e = (test)->param_value;                \
                                                                               \
		EXPECT_RUN(test, run(function, __e->how), __e->result, words); \
	} while (0)

#endif /* KDEFER_KUNIT_ENDINGS_H */
