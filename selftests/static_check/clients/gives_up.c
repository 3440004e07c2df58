// SPDX-License-Identifier: GPL-2.0
/* The other file. */
#include <linux/kdefer.h>

#include "far.h"

void gives_up(int n)
{
	soft_panic_if(n, -EINVAL, "with the lock");
}
