// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: frob: arguments are written in pairs: type, name
#include "client.h"

#ifdef WRONG
DEFER_FN(int, frob, void)
#else
DEFER_FN(int, frob)
#endif
{
	return 0;
}
