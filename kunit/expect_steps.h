/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the suites about expectations run: functions that give up, return, or leave something
 * held, and one of a few steps.
 */
#ifndef KDEFER_KUNIT_EXPECT_STEPS_H
#define KDEFER_KUNIT_EXPECT_STEPS_H

#include <linux/bottom_half.h>
#include <linux/err.h>

#include <linux/kdefer.h>

#include "trace.h"

static __maybe_unused noinline void give_up(int err, const char *why)
{
	soft_panic(err, "because %s", why);
}

static __maybe_unused noinline int return_number(int number)
{
	return number;
}

/* A plain function, which is skipped. */
static __maybe_unused noinline void give_up_holding(int err)
{
	local_bh_disable();
	give_up(err, "it holds something");
}

static __maybe_unused noinline void return_holding(void)
{
	local_bh_disable();
}

/* Recovers by itself what holds something. */
RECOVER_FN(int, recover_holding, int, err)
{
	defer_recover();
	give_up_holding(err);
	return 0;
}

static __maybe_unused noinline int step(const char *name)
{
	say((void *)name);
	return 0;
}

/* Three steps. */
DEFER_FN(int, work)
{
	defer_call(say, "undone");
	soft_try(step("one"));
	soft_try(step("two"));
	soft_panic_on(step("three"));
	return 0;
}

/* The same, and its second is not as it should be. */
static __maybe_unused noinline void work_badly(void)
{
	soft_try(step("one"));
	local_bh_disable();
	soft_try(step("two"));
	local_bh_enable();
	soft_try(step("three"));
}

#endif /* KDEFER_KUNIT_EXPECT_STEPS_H */
