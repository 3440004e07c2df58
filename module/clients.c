// SPDX-License-Identifier: GPL-2.0
/*
 * The modules that use this one: whose is this text, and does anybody trap faults?
 *
 * Modules come and go one at a time each, and the list changes under a lock. It is read
 * under RCU: by a fault, in any context.
 */
#include <linux/extable.h>
#include <linux/kdefer.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "clients.h"
#include "compat.h"
#include "own.h"

/**
 * struct client_module - a client that is loaded
 * @list:  of all
 * @mod:   the module; it outlives this
 * @text:  where its code is
 * @text_bytes: how much that is
 * @traps: does it say trap_faults()?
 */
struct client_module {
	struct list_head list;
	const struct module *mod;
	unsigned long text;
	unsigned long text_bytes;
	bool traps;
};

static LIST_HEAD(clients);

/* Most text of a module is in one place; what runs only while it is loaded is not. */
static bool is_of(const struct client_module *client, unsigned long ip)
{
	return likely(ip - client->text < client->text_bytes) ||
	       within_module(ip, (struct module *)client->mod);
}

/* Guards the list against other writers. */
static DEFINE_MUTEX(clients_lock);

/*
 * Does it refer to something that is there? A module that is being loaded has all its
 * symbols still, and those of others resolved.
 */
static bool refers_to(const struct module *mod, unsigned long start,
		      unsigned long bytes)
{
#ifdef CONFIG_KALLSYMS
	const struct mod_kallsyms *syms;
	bool found = false;
	unsigned int i;

	rcu_read_lock_sched();
	syms = rcu_dereference_sched(mod->kallsyms);
	for (i = 0; i < syms->num_symtab && !found; i++)
		found = syms->symtab[i].st_shndx == SHN_UNDEF &&
			syms->symtab[i].st_value - start < bytes;
	rcu_read_unlock_sched();
	return found;
#else
	return true;
#endif
}

/* All that is exported here is functions, and every client calls some. */
static bool is_client(const struct module *mod)
{
	return refers_to(mod, own_text_start(), own_text_bytes());
}

/**
 * clients_add() - a module is being loaded
 * @mod:  the module
 * @trap: the function that stands for trap_faults()
 *
 * Context: Process context. Sleeps.
 * Return:
 * * 1 - it is a client.
 * * 0 - it is none.
 * * -ENOMEM - it is one that cannot be kept in mind, and so must not be loaded.
 */
int clients_add(const struct module *mod, const void *trap)
{
	struct client_module *client;

	if (!is_client(mod))
		return 0;
	client = kmalloc(sizeof(*client), GFP_KERNEL);
	if (!client)
		return -ENOMEM;
	client->mod = mod;
	client->text = module_text_start(mod);
	client->text_bytes = module_text_bytes(mod);
	client->traps = refers_to(mod, (unsigned long)trap, 1);
	mutex_lock(&clients_lock);
	list_add_tail_rcu(&client->list, &clients);
	mutex_unlock(&clients_lock);
	return 1;
}

/**
 * clients_remove() - a module goes
 * @mod: the module
 *
 * Context: Process context. Sleeps.
 */
void clients_remove(const struct module *mod)
{
	struct client_module *client, *found = NULL;

	mutex_lock(&clients_lock);
	list_for_each_entry(client, &clients, list)
		if (client->mod == mod)
			found = client;
	if (found)
		list_del_rcu(&found->list);
	mutex_unlock(&clients_lock);
	synchronize_rcu();
	kfree(found);
}

/**
 * clients_count() - how many clients are loaded
 *
 * Context: Process context. Sleeps.
 * Return: how many.
 */
struct client_counts clients_count(void)
{
	const struct client_module *client;
	/* Of the kernel's own code nobody can tell. */
	struct client_counts counts = {
		.all = KERNEL_IS_CLIENT,
		.trapping = KERNEL_IS_CLIENT,
	};

	mutex_lock(&clients_lock);
	list_for_each_entry(client, &clients, list) {
		counts.all++;
		counts.trapping += client->traps;
	}
	mutex_unlock(&clients_lock);
	return counts;
}

/**
 * clients_has() - is this module a client?
 * @mod: the module, which is loaded, or just going
 *
 * Context: Process context. Sleeps.
 * Return: true if it is.
 */
bool clients_has(const struct module *mod)
{
	const struct client_module *client;
	bool found = false;

	mutex_lock(&clients_lock);
	list_for_each_entry(client, &clients, list)
		found |= client->mod == mod;
	mutex_unlock(&clients_lock);
	return found;
}

/**
 * clients_find() - whose text is this?
 * @ip: an address
 *
 * Context: Any context but NMI. Under RCU, or in a handler of an exception.
 * Return: the client that has it, which is loaded as long as its code runs; or NULL.
 */
const struct module *clients_find(unsigned long ip)
{
	const struct client_module *client;
	const struct module *found = NULL;

	rcu_read_lock_sched_notrace();
	list_for_each_entry_rcu(client, &clients, list,
				rcu_read_lock_sched_held())
		if (is_of(client, ip)) {
			found = client->mod;
			break;
		}
	rcu_read_unlock_sched_notrace();
	return found;
}

/**
 * clients_cover() - has a client an exception table entry for this instruction?
 * @ip: an instruction that has faulted
 *
 * The kernel asks the tables later than it tells of some faults.
 *
 * Context: As clients_find().
 * Return: true if one of its own has; what is the kernel's is not known.
 */
bool clients_cover(unsigned long ip)
{
	const struct module *mod = clients_find(ip);
	const struct exception_table_entry *entry;
	unsigned int i;

	for (i = 0; mod && i < mod->num_exentries; i++) {
		entry = &mod->extable[i];
		if ((unsigned long)&entry->insn + entry->insn == ip)
			return true;
	}
	return false;
}
