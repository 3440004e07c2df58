// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: defer_recover\(\): the result cannot carry an errno; use defer_recover_with
#include "client.h"

#ifdef WRONG
RECOVER_FN(bool, frob)
#else
RECOVER_FN(short, frob)
#endif
{
	defer_recover();
	return 0;
}
