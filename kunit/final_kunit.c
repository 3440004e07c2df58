// SPDX-License-Identifier: GPL-2.0
/*
 * A panic that no handler may stop: handlers see it, and nobody says that it has ended.
 */
#include <linux/err.h>
#include <linux/sched/mm.h>

#include <linux/kdefer.h>

#include "parameter.h"
#include "suite.h"
#include "trace.h"

/* The lines are this module's, not kdefer's. */
#define PRINTED_PREFIX KBUILD_MODNAME ": "
#include "printed.h"

RECOVER_FN(int, lose_a_scope)
{
	defer_recover();
	memalloc_noio_save();
	soft_panic(-EIO, "and lose something");
}

RECOVER_FN(int, cannot_recover)
{
	defer_call(say, "older");
	defer_recover_log(KERN_INFO);
	return lose_a_scope();
}

RECOVER_FN(int, contain)
{
	return cannot_recover();
}

/* defer_recover_log() does not say that it has recovered from what goes on. */
static void what_goes_on_is_not_said_to_end(struct kunit *test)
{
	int result;

	set_policy("contain");
	set_parameter(PARAMETERS "audit", "fatal");
	printed_watch();
	result = contain();
	printed_read();
	set_parameter(PARAMETERS "audit", "repair");
	set_policy("oops");
	KUNIT_EXPECT_EQ(test, result, -ENOTRECOVERABLE);
	EXPECT_TOLD(test, "older");
	EXPECT_PRINTED(test, "");
}

static struct kunit_case cases[] = {
	KUNIT_CASE(what_goes_on_is_not_said_to_end),
	{},
};

DEFINE_SUITE("kdefer_final", .init = forget);
