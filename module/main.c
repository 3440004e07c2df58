// SPDX-License-Identifier: GPL-2.0
#include <linux/kdefer.h>
#include <linux/module.h>
#include <linux/rcupdate.h>

#include "arming.h"
#include "compat.h"
#include "contexts.h"
#include "dying.h"
#include "held.h"
#include "history.h"
#include "thread_end.h"
#include "tracers.h"
#include "walk.h"

unsigned int kdefer_api_version(void)
{
	return KDEFER_API_VERSION;
}
EXPORT_SYMBOL_KDEFER(kdefer_api_version);

static int __init kdefer_init(void)
{
	int err = arch_init();

	if (!err)
		err = contexts_init();
	if (!err)
		err = history_init();
	if (err)
		return err;
	walk_init();
	held_init();
	tracers_init();
	arch_trap_init();
	dying_init();
	thread_end_init();
	arming_init();
	return 0;
}

/* Clients hold a reference by the symbols that they use: none is left. */
static void __exit kdefer_exit(void)
{
	arming_exit();
	thread_end_exit();
	dying_exit();
	arch_trap_exit();
	history_exit();
	/* Nodes of kretprobes that are gone are freed by a function of ours. */
	rcu_barrier();
}

/* Built in, before what may use it. */
subsys_initcall(kdefer_init);
module_exit(kdefer_exit);

MODULE_DESCRIPTION("Scoped cleanup and recovery from soft panics");
MODULE_AUTHOR("The kdefer developers");
MODULE_VERSION("0.1.0");
MODULE_LICENSE("GPL");
