// SPDX-License-Identifier: GPL-2.0
/* It holds something over an indirect call. */
#include <linux/kdefer.h>
#include <linux/module.h>
#include <linux/mutex.h>

static DEFINE_MUTEX(lock);

static int gives_up(int n)
{
	if (n)
		soft_panic(-EINVAL, "with the lock");
	return n;
}

static int (*step)(int n) = gives_up;

static int __init calls_back(void)
{
	guard(mutex)(&lock);
	return step(0);
}
module_init(calls_back);

MODULE_DESCRIPTION("Calls back with a lock held");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
