// SPDX-License-Identifier: GPL-2.0
/* What only a function with a frame can do. */
#include "client.h"

static DEFINE_MUTEX(lock);

// expect cancel_outside: this_is_not_inside_a_DEFER_FN_or_RECOVER_FN.* undeclared|undeclared identifier .this_is_not_inside_a_DEFER_FN_or_RECOVER_FN
#ifdef cancel_outside
static int __maybe_unused cancel(struct defer *d)
#else
DEFER_FN(int, cancel, struct defer *, d)
#endif
{
	return defer_cancel(d);
}

// expect defer_outside: this_is_not_inside_a_DEFER_FN_or_RECOVER_FN.* undeclared|undeclared identifier .this_is_not_inside_a_DEFER_FN_or_RECOVER_FN
#ifdef defer_outside
static void __maybe_unused frob(void *text)
#else
DEFER_FN(void, frob, void *, text)
#endif
{
	defer(kfree, text);
}

// expect on_panic_outside: this_is_not_inside_a_DEFER_FN_or_RECOVER_FN.* undeclared|undeclared identifier .this_is_not_inside_a_DEFER_FN_or_RECOVER_FN
#ifdef on_panic_outside
static void __maybe_unused undo(void *text)
#else
DEFER_FN(void, undo, void *, text)
#endif
{
	defer_on_panic(kfree, text);
}

// expect commit_outside: this_is_not_inside_a_DEFER_FN_or_RECOVER_FN.* undeclared|undeclared identifier .this_is_not_inside_a_DEFER_FN_or_RECOVER_FN
#ifdef commit_outside
static void __maybe_unused commit(void)
#else
DEFER_FN(void, commit)
#endif
{
	defer_commit();
}

// expect reserve_outside: this_is_not_inside_a_DEFER_FN_or_RECOVER_FN.* undeclared|undeclared identifier .this_is_not_inside_a_DEFER_FN_or_RECOVER_FN
#ifdef reserve_outside
static int __maybe_unused reserve(void)
#else
DEFER_FN(int, reserve)
#endif
{
	return defer_reserve(1, GFP_KERNEL);
}

// expect guard_outside: this_is_not_inside_a_DEFER_FN_or_RECOVER_FN.* undeclared|undeclared identifier .this_is_not_inside_a_DEFER_FN_or_RECOVER_FN
#ifdef guard_outside
static void __maybe_unused hold(void)
#else
DEFER_FN(void, hold)
#endif
{
	defer_guard(mutex, &lock);
}

static void __maybe_unused helper(struct defer_frame *frame)
{
// expect exit_outside: .this_is_not_inside_a_DEFER_FN_or_RECOVER_FN. undeclared|undeclared identifier .this_is_not_inside_a_DEFER_FN_or_RECOVER_FN
#ifdef exit_outside
	soft_exit_to(defer_frame(), 0);
#endif
	soft_exit_to(frame, 0);
}
