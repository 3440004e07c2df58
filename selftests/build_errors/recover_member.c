// SPDX-License-Identifier: GPL-2.0
/* Files with a recover of their own. */
// expect recover_member: macro "recover" requires 2 arguments, but only 1 given|too few arguments provided to function-like macro
#ifndef recover_member
#define KDEFER_NO_SHORT_NAMES
#endif
#include "client.h"

struct ops {
	int (*recover)(int a);
};

KDEFER_DEFER_FN(int, frob, struct ops *, ops)
{
	return ops->recover(1);
}
