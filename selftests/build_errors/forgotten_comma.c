// SPDX-License-Identifier: GPL-2.0
// expect forgotten_comma: expected .\).
#include "client.h"

struct foo;

/* The first error leads to it; of those that follow there are many. */
#ifdef forgotten_comma
DEFER_FN(int, frob, struct foo *foo, int n)
#else
DEFER_FN(int, frob, struct foo *, foo, int, n)
#endif
{
	return foo ? n : 0;
}
