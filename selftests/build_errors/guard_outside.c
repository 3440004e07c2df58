// SPDX-License-Identifier: GPL-2.0
// expect: this_is_not_inside_a_DEFER_FN_or_RECOVER_FN.* undeclared
#include "client.h"

static DEFINE_MUTEX(lock);

#ifdef WRONG
static void __maybe_unused frob(void)
#else
DEFER_FN(void, frob)
#endif
{
	defer_guard(mutex, &lock);
}
