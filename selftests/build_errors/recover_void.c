// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: defer_recover\(\): the result cannot carry an errno; use defer_recover_with
#include "client.h"

static void handle(struct soft_panic *p, void *unused)
{
	if (p)
		recover(p, 0);
}

RECOVER_FN(void, frob)
{
#ifdef WRONG
	defer_recover();
#else
	defer_recover_with(handle, NULL);
#endif
}
