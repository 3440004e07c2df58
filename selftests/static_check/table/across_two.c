// SPDX-License-Identifier: GPL-2.0
/* The other one. */
#include "across.h"

static noinline void own(int n)
{
	deep(n);
}

void theirs(int n)
{
	own(n);
}

DEFER_FN_GLOBAL(int, their_gate, int, n)
{
	own(n);
	return 0;
}

RECOVER_FN_GLOBAL(int, their_stop, int, n)
{
	defer_recover();
	own(n);
	return 0;
}

void their_apply(int n)
{
	back(n);
}
