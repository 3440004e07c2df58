// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: frob: each argument is an integer or a pointer
#include "client.h"

struct pair {
	int a, b;
};

#ifdef WRONG
DEFER_FN(int, frob, struct pair, pair)
{
	return pair.a;
}
#else
DEFER_FN(int, frob, struct pair *, pair)
{
	return pair->a;
}
#endif
