// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: defer\(\) takes an integer or a pointer
#include "client.h"

struct pair {
	int a, b;
};

static void drop(struct pair *pair)
{
}

DEFINE_FREE(pair, struct pair, drop(&_T))
DEFINE_FREE(pair_at, struct pair *, drop(_T))

DEFER_FN(void, frob, struct pair *, pair)
{
#ifdef WRONG
	defer(pair, *pair);
#else
	defer(pair_at, pair);
#endif
}
