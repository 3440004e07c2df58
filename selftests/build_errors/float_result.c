// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: frob: the result is void, an integer or a pointer
#include "client.h"

#ifdef WRONG
DEFER_FN(double, frob)
#else
DEFER_FN(bool, frob)
#endif
{
	return 0;
}
