// SPDX-License-Identifier: GPL-2.0
#include <linux/atomic.h>
#include <linux/module.h>

#include <linux/kdefer.h>

#include "twin_a.h"

atomic_t twin_a_cleaned;
EXPORT_SYMBOL_GPL(twin_a_cleaned);

static void clean(void *unused)
{
	atomic_inc(&twin_a_cleaned);
}

DEFER_FN_GLOBAL(int, twin_a_visit, twin_visitor, visit, void *, arg)
{
	defer_call(clean, NULL);
	return visit(arg);
}
EXPORT_SYMBOL_GPL(twin_a_visit);

RECOVER_FN_GLOBAL(int, twin_a_try, twin_visitor, visit, void *, arg)
{
	defer_call(clean, NULL);
	defer_recover();
	return visit(arg);
}
EXPORT_SYMBOL_GPL(twin_a_try);

DEFER_FN_GLOBAL(int, twin_a_give_up, void *, arg)
{
	defer_call(clean, NULL);
	soft_panic(-ENOLINK, "given up in twin_a");
}
EXPORT_SYMBOL_GPL(twin_a_give_up);

DEFER_FN_GLOBAL(int, twin_a_leave, void *, arg)
{
	defer_call(clean, NULL);
	soft_exit(7);
}
EXPORT_SYMBOL_GPL(twin_a_leave);

MODULE_DESCRIPTION("Test of kdefer: exported functions");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
