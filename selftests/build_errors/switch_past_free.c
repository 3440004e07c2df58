// SPDX-License-Identifier: GPL-2.0
// expect: switch jumps over variable initialization
#include "client.h"

DEFER_FN(int, frob, int, a)
{
	char *p = NULL;

	switch (a) {
#ifdef WRONG
	case 1:
		defer_free(kfree, p);
		p = kmalloc(8, GFP_KERNEL);
		break;
	case 2:
#else
	case 1: {
		defer_free(kfree, p);
		p = kmalloc(8, GFP_KERNEL);
		break;
	}
	case 2:
#endif
		a++;
	}
	return a;
}
