// SPDX-License-Identifier: GPL-2.0
// expect: multiple storage classes in declaration specifiers
#include "client.h"

/* It is local as it stands, and so are declarations ahead of it; attributes are the prototype's. */
int frob(int a);

#ifdef WRONG
static
#else
__must_check
#endif
	DEFER_FN(int, frob, int, a)
{
	return a;
}
