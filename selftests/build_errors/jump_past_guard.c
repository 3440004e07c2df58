// SPDX-License-Identifier: GPL-2.0
// expect: jump skips variable initialization
#include "client.h"

static DEFINE_MUTEX(lock);

DEFER_FN(int, frob, int, a)
{
#ifdef WRONG
	if (a)
		goto out;
	defer_guard(mutex, &lock);
#else
	defer_guard(mutex, &lock);
	if (a)
		goto out;
#endif
	a++;
out:
	return a;
}
