// SPDX-License-Identifier: GPL-2.0
/*
 * The tables of landing pads that clients bring.
 *
 * A client that is built with pads has a table in each of its objects, which it shows among
 * its parameters: those the module loader keeps together, and hands to nobody else. Its form is
 * said where it is written, in include/kdefer-pads/edit.awk. It is looked at once, when the
 * client is loaded, before any of its code runs; a client with a table that is not as it
 * should be is not loaded. It lies in what is read-only from then on.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include <arch_gate.h>

#include "compat.h"
#include "pad_rows.h"
#include "pad_table.h"

DEFINE_STATIC_KEY_FALSE(kdefer_pads_known);

/* All tables; who reads it is in pad_find(). */
LIST_HEAD(pad_tables);

/* Guards the list against other writers. */
static DEFINE_MUTEX(tables_lock);

static void free_table(struct pad_table *t)
{
	pad_rows_free(&t->core);
	pad_rows_free(&t->init);
	kfree(t);
}

/**
 * pad_table_add() - a module is being loaded
 * @mod: the module
 *
 * Context: Process context. Sleeps.
 * Return:
 * * 1 - it has landing pads.
 * * 0 - it has none.
 * * -ENOMEM, -ENOEXEC - it has, and must not be loaded.
 */
int pad_table_add(const struct module *mod)
{
	struct pad_table *t;
	int err;

	if (!pad_rows_are_there(mod))
		return 0;
	t = kzalloc(sizeof(*t), GFP_KERNEL);
	if (!t)
		return -ENOMEM;
	t->mod = mod;
	err = pad_rows_read(mod, &t->core, &t->init);
	if (err) {
		free_table(t);
		return err;
	}
	mutex_lock(&tables_lock);
	list_add_tail_rcu(&t->list, &pad_tables);
	mutex_unlock(&tables_lock);
	static_branch_inc(&kdefer_pads_known);
	return 1;
}

static struct pad_table *table_of(const struct module *mod)
{
	struct pad_table *t;

	list_for_each_entry(t, &pad_tables, list)
		if (t->mod == mod)
			return t;
	return NULL;
}

/**
 * pad_table_started() - a module is loaded, and has run what it begins with
 * @mod: the module
 *
 * The memory of that is another's from now on.
 *
 * Context: Process context. Sleeps.
 */
void pad_table_started(const struct module *mod)
{
	struct pad_table *t;

	mutex_lock(&tables_lock);
	t = table_of(mod);
	if (t)
		WRITE_ONCE(t->init.bytes, 0);
	mutex_unlock(&tables_lock);
}

/**
 * pad_table_remove() - a module goes, or was not loaded after all
 * @mod: the module
 *
 * Context: Process context. Sleeps.
 */
void pad_table_remove(const struct module *mod)
{
	struct pad_table *t;

	mutex_lock(&tables_lock);
	t = table_of(mod);
	if (t)
		list_del_rcu(&t->list);
	mutex_unlock(&tables_lock);
	if (!t)
		return;
	synchronize_rcu();
	free_table(t);
	static_branch_dec(&kdefer_pads_known);
}
