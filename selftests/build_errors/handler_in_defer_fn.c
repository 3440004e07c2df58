// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: defer_recover_with\(\) needs a RECOVER_FN
#include "client.h"

static void handle(struct soft_panic *p, void *unused)
{
}

#ifdef WRONG
DEFER_FN(void, frob)
#else
RECOVER_FN(void, frob)
#endif
{
	defer_recover_with(handle, NULL);
}
