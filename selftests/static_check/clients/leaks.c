// SPDX-License-Identifier: GPL-2.0
/* It holds something over a call that may give up. */
#include <linux/kdefer.h>
#include <linux/module.h>
#include <linux/mutex.h>

static DEFINE_MUTEX(lock);

static noinline int holds_nothing(void)
{
	return 0;
}

static int __init leaks(void)
{
	guard(mutex)(&lock);
	if (holds_nothing())
		return 0;
	soft_panic(-EINVAL, "with the lock");
	return 0;
}
module_init(leaks);

MODULE_DESCRIPTION("Leaves a lock held");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
