// SPDX-License-Identifier: GPL-2.0
// expect: incompatible pointer type
#include "client.h"

static void drop(void *text)
{
}

static void __maybe_unused drop_two(void *text, int n)
{
}

DEFER_FN(void, frob, void *, text)
{
#ifdef WRONG
	defer_call(drop_two, text);
#else
	defer_call(drop, text);
#endif
}
