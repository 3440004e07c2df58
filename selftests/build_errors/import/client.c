// SPDX-License-Identifier: GPL-2.0
/* A whole module: without its import of the namespace it must not link. */
#include <linux/module.h>
#include <linux/slab.h>

#include <linux/kdefer.h>

DEFER_FN_GLOBAL(void, frob, void *, text)
{
	defer(kfree, text);
}

MODULE_DESCRIPTION("Test of kdefer: a client's own build");
MODULE_LICENSE("GPL");
#ifndef WRONG
MODULE_INFO(import_ns, "KDEFER");
#endif
