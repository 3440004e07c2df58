// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: defer\(\): this class takes a pointer
#include "client.h"

DEFER_FN(void, frob, char *, p)
{
#ifdef WRONG
	defer(kfree, 5);
#else
	defer(kfree, p);
#endif
}
