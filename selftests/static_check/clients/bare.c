// SPDX-License-Identifier: GPL-2.0
/* It holds one thing in a variable that cleans up, and one that nobody cleans up. */
#include <linux/kdefer.h>
#include <linux/module.h>
#include <linux/mutex.h>

static DEFINE_MUTEX(lock);
static DEFINE_MUTEX(other);

static noinline void step(int n)
{
	if (n)
		soft_panic(-EINVAL, "with both");
}

static int __init bare(void)
{
	guard(mutex)(&other);
	mutex_lock(&lock);
	step(nr_cpu_ids);
	mutex_unlock(&lock);
	return 0;
}
module_init(bare);

MODULE_DESCRIPTION("Leaves a lock held");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
