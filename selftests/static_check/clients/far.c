// SPDX-License-Identifier: GPL-2.0
/* It holds something over a call of the other file's. */
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/kdefer.h>

#include "far.h"

static DEFINE_MUTEX(lock);

static int __init far(void)
{
	guard(mutex)(&lock);
	gives_up(1);
	return 0;
}
module_init(far);

MODULE_DESCRIPTION("Leaves a lock held, from afar");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
