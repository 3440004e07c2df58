/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The tables of landing pads that clients bring: see pad_table.c.
 */
#ifndef KDEFER_PAD_TABLE_H
#define KDEFER_PAD_TABLE_H

#include <linux/compiler.h>
#include <linux/jump_label.h>
#include <linux/list.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/types.h>

#include "pad_rows.h"

struct module;

/**
 * struct pad_place - what is known of a place in a client's text
 * @pad:  the landing pad of what is held there; 0: nothing is
 * @info: of its frame, and what the pad needs
 * @of_function: what the row of its function says, for arch_pad_load()
 */
struct pad_place {
	unsigned long pad;
	u32 info;
	u32 of_function;
};

/**
 * struct pad_table - all that one client has brought
 * @list:  of all
 * @mod:   the client; it outlives this
 * @core:  its functions
 * @init:  those that are gone when it is loaded
 */
struct pad_table {
	struct list_head list;
	const struct module *mod;
	struct functions core;
	struct functions init;
};

extern struct list_head pad_tables;

/* Is there any client that has pads? */
DECLARE_STATIC_KEY_FALSE(kdefer_pads_known);

int pad_table_add(const struct module *mod);
void pad_table_started(const struct module *mod);
void pad_table_remove(const struct module *mod);

/* What is known of the place so far behind the first function, which is in one of these. */
static __always_inline struct pad_place describe(const struct functions *f,
						 u32 off)
{
	const struct segment *s = &f->segment[f->piece[off >> PIECE_SHIFT]];

	/* The first segment begins where the first piece does. */
	while (s->from > off)
		s--;
	return (struct pad_place){
		.pad = s->pad ? f->start + s->pad : 0,
		.info = s->info,
		.of_function = s->of_function,
	};
}

/**
 * pad_find() - what is known of a place in a client's text?
 * @ip: an instruction, or a byte of one
 *
 * Context: Any context.
 * Return: what is known; PAD_NOWHERE: nothing.
 */
static __always_inline struct pad_place pad_find(unsigned long ip)
{
	struct pad_place place = { .info = PAD_NOWHERE };
	const struct pad_table *t;

	rcu_read_lock_sched_notrace();
	list_for_each_entry_rcu(t, &pad_tables, list,
				rcu_read_lock_sched_held()) {
		if (likely(ip - t->core.start < t->core.bytes)) {
			place = describe(&t->core, ip - t->core.start);
			break;
		}
		if (ip - t->init.start < READ_ONCE(t->init.bytes)) {
			place = describe(&t->init, ip - t->init.start);
			break;
		}
	}
	rcu_read_unlock_sched_notrace();
	return place;
}

static inline bool pad_is_known(const struct pad_place *place)
{
	return !(place->info & PAD_NOWHERE);
}

#endif /* KDEFER_PAD_TABLE_H */
