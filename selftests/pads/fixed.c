// SPDX-License-Identifier: GPL-2.0
/* Plain kernel code, whose landing pads read no registers: see kdefer-pads-fixed-flags. */
#include <linux/sizes.h>
#include <linux/sort.h>
#include <linux/uaccess.h>

#include "pads.h"
#include "plain.h"

noinline long fixed_sort(long n, step_fn fn)
{
	return sort_with(n, fn);
}

/* On x86-64 put_user() changes rbx. Nothing is there. */
noinline long fixed_put(void)
{
	return put_user(1L, (long __user *)SZ_64K);
}
