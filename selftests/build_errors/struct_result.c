// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: frob: the result is void, an integer or a pointer
#include "client.h"

struct pair {
	int a, b;
};

static struct pair pair;

#ifdef WRONG
DEFER_FN(struct pair, frob)
{
	return pair;
}
#else
DEFER_FN(struct pair *, frob)
{
	return &pair;
}
#endif
