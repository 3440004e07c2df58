// SPDX-License-Identifier: GPL-2.0
/* What odd changes the assembly of. */
#include "shapes.h"

long odd(long a)
{
	struct pair x CLEANUP(drop_steps) = { a, step(a) };
	long y CLEANUP(drop_word) = step(x.b);

	if (a == 5)
		return step(y);
	return step(y + 1) + step(y + 2);
}
