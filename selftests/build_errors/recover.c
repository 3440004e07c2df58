// SPDX-License-Identifier: GPL-2.0
/* What only a RECOVER_FN can do, and with which result. */
// expect-clang trap_without_a_word: kdefer: trap_faults\(\): clang may divide behind the end of a block
#ifdef trap_without_a_word
#undef KDEFER_TRAPS_WITH_CLANG
#endif
#include "client.h"

static void handle(struct soft_panic *p, void *unused)
{
	if (p)
		recover(p, 0);
}

// expect handler_in_defer_fn: kdefer: defer_recover_with\(\) needs a RECOVER_FN
#ifdef handler_in_defer_fn
DEFER_FN(void, frob)
#else
RECOVER_FN(void, frob)
#endif
{
	defer_recover_with(handle, NULL);
}

RECOVER_FN(void, frob_again)
{
	defer_recover();
	defer_recover_log(KERN_NOTICE);
}

// expect recover_in_defer_fn: kdefer: defer_recover\(\) needs a RECOVER_FN
#if defined(recover_in_defer_fn)
DEFER_FN(int, count)
// expect recover_bool: kdefer: defer_recover\(\): the result cannot carry an errno; use defer_recover_with
#elif defined(recover_bool)
RECOVER_FN(bool, count)
// expect recover_unsigned: kdefer: defer_recover\(\): the result cannot carry an errno; use defer_recover_with
#elif defined(recover_unsigned)
RECOVER_FN(size_t, count)
#else
RECOVER_FN(ssize_t, count)
#endif
{
	defer_recover();
	return 0;
}

// expect log_in_defer_fn: kdefer: defer_recover_log\(\) needs a RECOVER_FN
#if defined(log_in_defer_fn)
DEFER_FN(int, log_it)
// expect log_bool: kdefer: defer_recover\(\): the result cannot carry an errno; use defer_recover_with
#elif defined(log_bool)
RECOVER_FN(bool, log_it)
#else
RECOVER_FN(int, log_it)
#endif
{
// expect log_text: kdefer: defer_recover_log\(\) takes a level
#ifdef log_text
	defer_recover_log("warning");
#endif
// expect log_number: expected (.* before numeric constant|'}')
#ifdef log_number
	defer_recover_log(4);
#endif
	defer_recover_log(KERN_WARNING);
	return 0;
}

RECOVER_FN(short, count_few)
{
	defer_recover();
	return 0;
}

// expect trap_in_defer_fn: kdefer: trap_faults\(\) needs a RECOVER_FN
#ifdef trap_in_defer_fn
DEFER_FN(int, trap)
#else
RECOVER_FN(int, trap)
#endif
{
// expect trap_unchecked: ignoring return value.*warn_unused_result
#ifdef trap_unchecked
	trap_faults();
#endif
	return trap_faults();
}
