// SPDX-License-Identifier: GPL-2.0
/*
 * Functions of external linkage, and one of a name that macros_kunit.c uses as well, for
 * another type: both are called by address, which kCFI looks at.
 */
#include <linux/compiler.h>
#include <linux/errno.h>

#include <linux/kdefer.h>

#include "macros_global.h"

static void double_it(void *number)
{
	*(long *)number *= 2;
}

DEFER_FN_GLOBAL(long, kdefer_kunit_global_defer, long, a, long *, b)
{
	defer_call(double_it, b);
	if (a < 0)
		soft_panic(a, "negative");
	return a + *b;
}

RECOVER_FN_GLOBAL(long, kdefer_kunit_global_recover, long, a)
{
	long b = 1;

	defer_recover();
	return kdefer_kunit_global_defer(a, &b);
}

RECOVER_FN(long, local_result, long, a)
{
	return a;
}

long kdefer_kunit_local_result(long a)
{
	static long (*function)(long a) = local_result;

	return READ_ONCE(function)(a);
}
