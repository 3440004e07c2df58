// SPDX-License-Identifier: GPL-2.0
/*
 * A module that knows nothing of kdefer, and calls back into one that does.
 */
#include <linux/export.h>
#include <linux/module.h>

#include "passed_through.h"

int call_through(int (*fn)(void))
{
	return fn() + 1;
}
EXPORT_SYMBOL_GPL(call_through);

MODULE_DESCRIPTION("A module that calls a callback");
MODULE_LICENSE("GPL");
