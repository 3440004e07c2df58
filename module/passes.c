// SPDX-License-Identifier: GPL-2.0
/*
 * Kernel functions that clients say nothing is lost in: defer_passes().
 *
 * What a client has said is forgotten when it goes.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/kallsyms.h>
#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "compat.h"
#include "passes.h"

/**
 * struct pass - a function
 * @start: where it begins; 0: the entry is free
 * @bytes: how long it is
 * @mod:   who says so
 */
struct pass {
	unsigned long start;
	unsigned long bytes;
	const struct module *mod;
};

/*
 * It is read while it changes, in any context. Who reads an entry then gets one message
 * too many, or one too few.
 */
static struct pass passes[64];

/* None was ever used behind these: what is there need not be looked at. */
static unsigned int nr_passes;

/* Guards it against other writers. */
static DEFINE_MUTEX(passes_lock);

/* How long a function is that begins at @start; 0: none does. */
static unsigned long bytes_of(unsigned long start)
{
	char symbol[KSYM_SYMBOL_LEN], *at;
	unsigned long offset, bytes;

	sprint_symbol(symbol, start);
	at = strrchr(symbol, '+');
	if (!at || sscanf(at, "+0x%lx/0x%lx", &offset, &bytes) != 2 || offset)
		return 0;
	return bytes;
}

static int add(const struct module *mod, unsigned long start,
	       unsigned long bytes)
{
	struct pass *free = NULL;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(passes); i++) {
		if (passes[i].start == start && passes[i].mod == mod)
			return 0;
		if (!passes[i].start && !free)
			free = &passes[i];
	}
	if (!free)
		return -ENOSPC;
	free->bytes = bytes;
	free->mod = mod;
	/* With it comes how long it is. */
	smp_store_release(&free->start, start);
	WRITE_ONCE(nr_passes,
		   max_t(unsigned int, nr_passes, free - passes + 1));
	return 0;
}

/**
 * __kdefer_passes() - see defer_passes()
 * @mod: the caller
 * @fn:	 the function
 *
 * Return: see there.
 */
int __kdefer_passes(const struct module *mod, const void *fn)
{
	const unsigned long start = (unsigned long)fn;
	const unsigned long bytes = start ? bytes_of(start) : 0;
	int err;

	might_sleep();
	if (!bytes) {
		pr_err("defer_passes(%ps): no function begins there\n", fn);
		return -EINVAL;
	}
	mutex_lock(&passes_lock);
	err = add(mod, start, bytes);
	mutex_unlock(&passes_lock);
	if (err)
		pr_err("defer_passes(%ps): there is room for %zu functions\n",
		       fn, ARRAY_SIZE(passes));
	return err;
}
EXPORT_SYMBOL_KDEFER(__kdefer_passes);

/**
 * passes_say() - does a client say that nothing is lost in a function?
 * @ip: a return address into it
 *
 * Context: Any context.
 * Return: true if one does.
 */
bool passes_say(unsigned long ip)
{
	const unsigned int nr = READ_ONCE(nr_passes);
	unsigned long start;
	unsigned int i;

	for (i = 0; i < nr; i++) {
		/* See add(). */
		start = smp_load_acquire(&passes[i].start);
		if (start && ip - 1 - start < READ_ONCE(passes[i].bytes))
			return true;
	}
	return false;
}

/**
 * passes_forget() - a client goes
 * @mod: the client
 *
 * Context: Process context. Sleeps.
 */
void passes_forget(const struct module *mod)
{
	unsigned int i;

	mutex_lock(&passes_lock);
	for (i = 0; i < ARRAY_SIZE(passes); i++)
		if (passes[i].mod == mod) {
			WRITE_ONCE(passes[i].start, 0);
			passes[i].mod = NULL;
		}
	mutex_unlock(&passes_lock);
}
