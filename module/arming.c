// SPDX-License-Identifier: GPL-2.0
/*
 * Hooks are there while somebody needs them: those at the ends of tasks and threads while
 * any client is loaded, the one for page faults while one is that says trap_faults(), and
 * the administrator does not forbid it. Otherwise the kernel's functions are free for
 * live patches.
 *
 * A client is known when it is loaded, before any of its code runs.
 */
#include <linux/kdefer.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/notifier.h>

#include "arming.h"
#include "clients.h"
#include "dying.h"
#include "fault.h"
#include "own.h"
#include "pad_table.h"
#include "pads.h"
#include "passed.h"
#include "passes.h"
#include "report.h"
#include "thread_end.h"
#include "trap_policy.h"
#include "unloaded.h"

/* One at a time arms and disarms. Taken before the lock of the list of clients. */
static DEFINE_MUTEX(arming_lock);

/* Is the hook for page faults there? */
static bool watches_faults;

static void arm(void)
{
	struct client_counts counts;

	mutex_lock(&arming_lock);
	counts = clients_count();
	dying_watch(counts.all);
	thread_end_watch(counts.all);
	/* A fault may be on its way: what it ends as needs the hook. */
	watches_faults = counts.trapping && (watches_faults || trap_is_on());
	fault_watch(watches_faults);
	mutex_unlock(&arming_lock);
}

/* What has landing pads and does not call us is none, but its pads are run. */
static int add_client(const struct module *mod)
{
	int pads = pad_table_add(mod);
	int added;

	if (pads < 0)
		return pads;
	added = clients_add(mod, __kdefer_trap);
	if (added < 0 && pads)
		pad_table_remove(mod);
	return added;
}

static void remove_client(struct module *mod)
{
	unloaded_look(mod);
	passes_forget(mod);
	report_forget(mod);
	clients_remove(mod);
	arm();
}

static int on_module(struct notifier_block *nb, unsigned long state, void *data)
{
	int added = 0;

	if (state == MODULE_STATE_COMING) {
		added = add_client(data);
		if (added > 0)
			arm();
	} else if (state == MODULE_STATE_LIVE) {
		pad_table_started(data);
	} else if (state == MODULE_STATE_GOING) {
		passed_forget(data);
		pads_forget(data);
		pad_table_remove(data);
		if (clients_has(data))
			remove_client(data);
	}
	return notifier_from_errno(min(added, 0));
}

/* Before all others, KUnit among them: they may call what the module has. */
static struct notifier_block notifier = {
	.notifier_call = on_module,
	.priority = INT_MAX,
};

void arming_init(void)
{
	trap_policy_init(arm);
	register_module_notifier(&notifier);
	/* Clients that are built in do not come: they are there. */
	if (KERNEL_IS_CLIENT)
		arm();
}

/* No client is left, and with the last one the hooks went. */
void arming_exit(void)
{
	unregister_module_notifier(&notifier);
}
