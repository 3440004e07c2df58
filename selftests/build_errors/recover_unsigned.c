// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: defer_recover\(\): the result cannot carry an errno; use defer_recover_with
#include "client.h"

#ifdef WRONG
RECOVER_FN(size_t, frob)
#else
RECOVER_FN(ssize_t, frob)
#endif
{
	defer_recover();
	return 0;
}
