// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: frob: each argument is an integer or a pointer
#include "client.h"

#ifdef WRONG
DEFER_FN(int, frob, float, a)
#else
DEFER_FN(int, frob, int, a)
#endif
{
	return 0;
}
