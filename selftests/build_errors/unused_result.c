// SPDX-License-Identifier: GPL-2.0
// expect: ignoring return value of .frob. declared with attribute .warn_unused_result.
#include "client.h"

__must_check DEFER_FN(int, frob, int, a)
{
	return a;
}

/* What is not used is not looked at. */
static int __used caller(int a)
{
#ifdef WRONG
	frob(a);
	return 0;
#else
	return frob(a);
#endif
}
