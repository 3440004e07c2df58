// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: soft_try\(\) takes a pointer or a signed integer
#include "client.h"

struct pair {
	int a, b;
};

static int __maybe_unused frob(struct pair pair)
{
#ifdef WRONG
	soft_try(pair);
	return 0;
#else
	return soft_try(pair.a);
#endif
}
