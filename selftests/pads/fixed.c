// SPDX-License-Identifier: GPL-2.0
/* Plain kernel code, whose landing pads read no registers: see kdefer-pads-fixed-flags. */
#include <linux/sort.h>

#include "pads.h"
#include "plain.h"

noinline long fixed_sort(long n, step_fn fn)
{
	return sort_with(n, fn);
}
