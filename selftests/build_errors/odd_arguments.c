// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: frob: arguments are written in pairs: type, name
#include "client.h"

#ifdef WRONG
DEFER_FN(int, frob, int, int, b)
#else
DEFER_FN(int, frob, int, a, int, b)
#endif
{
	return b;
}
