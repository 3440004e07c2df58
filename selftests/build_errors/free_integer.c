// SPDX-License-Identifier: GPL-2.0
// expect free_integer: kdefer: defer_free\(\): this class takes a pointer
#include "client.h"

DEFER_FN(int, frob, int, n)
{
	char *p = NULL;

#ifdef free_integer
	defer_free(kfree, n);
#else
	defer_free(kfree, p);
#endif
	p = kmalloc(n, GFP_KERNEL);
	return !p;
}
