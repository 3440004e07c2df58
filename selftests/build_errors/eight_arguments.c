// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: frob: a DEFER_FN takes at most 7 arguments
#include "client.h"

#ifdef WRONG
DEFER_FN(int, frob, int, a, int, b, int, c, int, d, int, e, int, f, int, g, int,
	 h)
#else
DEFER_FN(int, frob, int, a, int, b, int, c, int, d, int, e, int, f, int, g)
#endif
{
	return a + b + c + d + e + f + g;
}
