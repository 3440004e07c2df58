// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: defer\(\) takes the pointer to be freed, not its address
#include "client.h"

DEFER_FN(void, frob, char **, words)
{
	char *p = kmalloc(8, GFP_KERNEL);

#ifdef WRONG
	defer(kfree, &p);
#else
	defer(kfree, p);
#endif
	defer(kfree, words);
}
