// SPDX-License-Identifier: GPL-2.0
/*
 * The audit: what a skipped function has left held is named and given back. Here with
 * lockdep, which knows of locks that no processor or task counts.
 */
#include <linux/bottom_half.h>
#include <linux/cred.h>
#include <linux/irqflags.h>
#include <linux/mutex.h>
#include <linux/sched/mm.h>
#include <linux/uaccess.h>

#include <linux/kdefer.h>

#include "../selftests/compat.h"
#include "printed.h"
#include "suite.h"
#include "trace.h"

#define FOUND(what, fate, where, end)                                    \
	"audit: " what ", " fate "; gave up at " where ", ended in " end \
	" [kdefer_kunit_splat]\n"

/* A plain function that holds something when it gives up. */
static noinline void take_and_give_up(void (*take)(void))
{
	take();
	soft_panic(-ENODATA, "in the middle");
}

RECOVER_FN(int, recover_from, void (*)(void), take)
{
	defer_recover();
	take_and_give_up(take);
	return 0;
}

struct item {
	const char *name;
	void (*take)(void);
	bool (*is_held)(void);
};

static void take_bh(void)
{
	local_bh_disable();
}

static bool is_bh_off(void)
{
	return softirq_count();
}

static void take_irqs(void)
{
	local_irq_disable();
}

static bool is_irqs_off(void)
{
	return irqs_disabled();
}

static void take_pagefaults(void)
{
	pagefault_disable();
}

static bool is_pagefault_off(void)
{
	return pagefault_disabled();
}

static void take_noio(void)
{
	memalloc_noio_save();
}

static bool is_noio(void)
{
	return current->flags & PF_MEMALLOC_NOIO;
}

static void fall_asleep(void)
{
	set_current_state(TASK_INTERRUPTIBLE);
}

static bool is_asleep(void)
{
	return get_current_state() != TASK_RUNNING;
}

static void take_creds(void)
{
	struct cred *creds = prepare_creds();

	if (!creds)
		return;
	creds_override(creds);
}

static bool is_overridden(void)
{
	return current_cred() != current_real_cred();
}

static const struct item items[] = {
	{ "bottom halves disabled +1", take_bh, is_bh_off },
	{ "interrupts disabled +1", take_irqs, is_irqs_off },
	{ "page faults disabled +1", take_pagefaults, is_pagefault_off },
	{ "memalloc scope +1", take_noio, is_noio },
	{ "sleeping task state +1", fall_asleep, is_asleep },
	{ "credentials overridden +1", take_creds, is_overridden },
};

NAMED_PARAM(item, items);

/* What a skipped function left held is named, with both places, and given back. */
static void what_is_held_is_given_back(struct kunit *test)
{
	const struct item *item = test->param_value;
	char line[160];

	printed_watch();
	KUNIT_EXPECT_EQ(test, recover_from(item->take), -ENODATA);
	KUNIT_EXPECT_FALSE(test, item->is_held());
	printed_read();
	snprintf(line, sizeof(line),
		 FOUND("%s", "given back", "take_and_give_up", "recover_from"),
		 item->name);
	EXPECT_PRINTED(test, line);
}

static DEFINE_MUTEX(outer);
static DEFINE_MUTEX(inner);

static void take_inner(void)
{
	mutex_lock(&inner);
}

/* A lock stays locked: to forget it would only hide it. */
static void a_lock_is_named_and_left(struct kunit *test)
{
	if (!IS_ENABLED(CONFIG_LOCKDEP))
		kunit_skip(test, "needs lockdep");
	printed_watch();
	KUNIT_EXPECT_EQ(test, recover_from(take_inner), -ENODATA);
	printed_read();
	KUNIT_EXPECT_TRUE(test, mutex_is_locked(&inner));
	mutex_unlock(&inner);
	EXPECT_PRINTED(test, FOUND("locks in lockdep's books +1", "left so",
				   "take_and_give_up", "recover_from"));
}

static void take_nothing(void)
{
}

RECOVER_FN(int, catch_with_locks)
{
	defer_guard(mutex, &outer);
	defer_recover();
	defer_guard(mutex, &inner);
	take_and_give_up(take_nothing);
	return 0;
}

/* What was held before the handler, and what is given back, is nobody's fault. */
static void deferred_calls_give_back(struct kunit *test)
{
	printed_watch();
	KUNIT_EXPECT_EQ(test, catch_with_locks(), -ENODATA);
	printed_read();
	EXPECT_PRINTED(test, "");
}

RECOVER_FN(int, catch_after_block)
{
	{
		defer_guard(mutex, &outer);
		defer_recover();
	}
	take_and_give_up(take_nothing);
	return 0;
}

/* A note that was taken in a block under a lock is void when the block ends. */
static void a_note_is_void_when_its_block_ends(struct kunit *test)
{
	printed_watch();
	KUNIT_EXPECT_EQ(test, catch_after_block(), -ENODATA);
	printed_read();
	EXPECT_PRINTED(test, "");
}

RECOVER_FN(int, catch_after_second)
{
	{
		defer_guard(mutex, &outer);
		defer_recover();
	}
	defer_recover();
	take_and_give_up(take_inner);
	return 0;
}

/* The next handler takes one. */
static void a_void_note_is_taken_again(struct kunit *test)
{
	if (!IS_ENABLED(CONFIG_LOCKDEP))
		kunit_skip(test, "needs lockdep");
	printed_watch();
	KUNIT_EXPECT_EQ(test, catch_after_second(), -ENODATA);
	printed_read();
	mutex_unlock(&inner);
	/* Found where the newer handler's turn is over. */
	EXPECT_PRINTED(test, FOUND("locks in lockdep's books +1", "left so",
				   "take_and_give_up", "catch_after_second"));
}

static void ignore(struct soft_panic *p, void *unused)
{
}

RECOVER_FN(int, catch_after_cancel)
{
	struct defer *first = defer_recover_with(ignore, NULL);

	defer_guard(mutex, &outer);
	defer_recover();
	defer_cancel(first);
	take_and_give_up(take_nothing);
	return 0;
}

/*
 * The note of a cancelled handler keeps its place: at that of the newer handler the
 * lock, which is older than that and newer than the note, is still held.
 */
static void a_cancelled_handlers_note_stays(struct kunit *test)
{
	printed_watch();
	KUNIT_EXPECT_EQ(test, catch_after_cancel(), -ENODATA);
	printed_read();
	EXPECT_PRINTED(test, "");
}

RECOVER_FN(int, return_holding)
{
	defer_recover();
	mutex_lock(&inner);
	return 1;
}

/* A return is compared with nothing. */
static void a_return_is_not_compared(struct kunit *test)
{
	printed_watch();
	KUNIT_EXPECT_EQ(test, return_holding(), 1);
	printed_read();
	mutex_unlock(&inner);
	EXPECT_PRINTED(test, "");
}

static noinline void take_and_exit(void)
{
	local_bh_disable();
	soft_exit(5);
}

RECOVER_FN(int, middle)
{
	defer_recover();
	take_and_exit();
	return 0;
}

RECOVER_FN(int, outermost)
{
	defer_recover();
	return middle();
}

/* An exit is compared where it ends, not on the way. */
static void an_exit_is_compared_where_it_ends(struct kunit *test)
{
	printed_watch();
	KUNIT_EXPECT_EQ(test, outermost(), 5);
	KUNIT_EXPECT_FALSE(test, is_bh_off());
	printed_read();
	EXPECT_PRINTED(test, FOUND("bottom halves disabled +1", "given back",
				   "take_and_exit", "outermost"));
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(what_is_held_is_given_back, item_gen_params),
	KUNIT_CASE(a_lock_is_named_and_left),
	KUNIT_CASE(deferred_calls_give_back),
	KUNIT_CASE(a_note_is_void_when_its_block_ends),
	KUNIT_CASE(a_void_note_is_taken_again),
	KUNIT_CASE(a_cancelled_handlers_note_stays),
	KUNIT_CASE(a_return_is_not_compared),
	KUNIT_CASE(an_exit_is_compared_where_it_ends),
	{}
};

DEFINE_SUITE("kdefer_audit");
