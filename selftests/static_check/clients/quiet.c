// SPDX-License-Identifier: GPL-2.0
/* It holds nothing. */
#include <linux/module.h>

static int __init quiet(void)
{
	return 0;
}
module_init(quiet);

MODULE_DESCRIPTION("Holds nothing");
MODULE_LICENSE("GPL");
