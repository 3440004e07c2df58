// SPDX-License-Identifier: GPL-2.0
/*
 * The table: reading it from a text of lines "name=number", all of it or nothing, and
 * looking into it.
 */
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <linux/kdefer.h>

#include "frob.h"

static void frob_entry_free(struct frob_entry *entry)
{
	kfree(entry->name);
	kfree(entry);
}

DEFINE_FREE(frob_entry, struct frob_entry *, frob_entry_free(_T))

/* Empties a list. */
void frob_clear(struct list_head *entries)
{
	struct frob_entry *entry, *next;

	list_for_each_entry_safe(entry, next, entries, list) {
		list_del(&entry->list);
		frob_entry_free(entry);
	}
}

/* A constructor: what it has taken is given back unless it comes to its end. */
DEFER_FN(struct frob_entry *, frob_entry_new, char *, line)
{
	char *value = line, *name = strsep(&value, "=");
	struct frob_entry *entry;
	struct defer *undo;

	if (!value)
		soft_panic(-EINVAL, "'%s' has no value", name);
	entry = soft_try(kzalloc(sizeof(*entry), GFP_KERNEL));
	undo = defer(frob_entry, entry);
	entry->name = soft_try(kstrdup(name, GFP_KERNEL));
	soft_try(kstrtoint(value, 0, &entry->value));
	defer_cancel(undo);
	return entry;
}

/* A helper that takes something for its caller. */
static char *frob_copy(struct defer_frame *frame, const char *text)
{
	char *copy = soft_try(kstrdup(text, GFP_KERNEL));

	defer_to(frame, kfree, copy);
	return copy;
}

/* A class of one's own, for a variable: what is still on the list when the block ends. */
DEFINE_FREE(frob_list, struct list_head *, frob_clear(_T))

/* Replaces the table by what the text says, or gives up and leaves it as it was. */
DEFER_FN_GLOBAL(void, frob_parse, struct frob *, frob, const char *, text)
{
	char *rest = frob_copy(defer_frame(), text), *line;
	struct frob_entry *entry;
	LIST_HEAD(list);
	struct list_head *fresh = &list;

	/* As BUG_ON(), but only this call ends. */
	soft_panic_on(!mutex_is_locked(&frob->lock));
	defer_free(frob_list, fresh);
	while ((line = strsep(&rest, "\n"))) {
		if (!*line)
			continue;
		entry = frob_entry_new(line);
		list_add_tail(&entry->list, fresh);
	}
	frob_clear(&frob->entries);
	list_splice_init(fresh, &frob->entries);
}

/* Deep in a search what was looked for is found: straight out, with the answer. */
static void frob_look_at(const struct frob_entry *entry, const char *name)
{
	if (!strcmp(entry->name, name))
		soft_exit(entry->value);
}

/* The number with that name, or -ENOENT. */
RECOVER_FN_GLOBAL(int, frob_get, struct frob *, frob, const char *, name)
{
	const struct frob_entry *entry;

	defer_guard(mutex, &frob->lock);
	list_for_each_entry(entry, &frob->entries, list)
		frob_look_at(entry, name);
	return -ENOENT;
}
