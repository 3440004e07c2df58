// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: frob: each argument is an integer or a pointer
#include "client.h"

#ifdef WRONG
DEFER_FN(int, frob, __int128, a)
#else
DEFER_FN(int, frob, u64, a)
#endif
{
	return 0;
}
