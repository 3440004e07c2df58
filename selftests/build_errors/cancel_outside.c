// SPDX-License-Identifier: GPL-2.0
// expect: this_is_not_inside_a_DEFER_FN_or_RECOVER_FN.* undeclared
#include "client.h"

#ifdef WRONG
static int __maybe_unused frob(struct defer *d)
#else
DEFER_FN(int, frob, struct defer *, d)
#endif
{
	return defer_cancel(d);
}
