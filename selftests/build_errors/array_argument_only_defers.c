// SPDX-License-Identifier: GPL-2.0
// expect array_argument_only_defers: kdefer: frob: arguments are type, comma, plain name
#include "client.h"

struct foo;

#ifdef array_argument_only_defers
DEFER_FN(const struct foo *, frob, struct foo *, foo, long, list[])
#else
DEFER_FN(const struct foo *, frob, struct foo *, foo, long *, list)
#endif
{
	return list[0] ? foo : NULL;
}
