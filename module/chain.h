/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_CHAIN_H
#define KDEFER_CHAIN_H

#include <linux/container_of.h>
#include <linux/kdefer.h>

#include "state.h"

unsigned int chain_format(char *text, struct va_format *format);
void panic_settle_now(struct panic_record *r);
struct panic_record *panic_record(const struct soft_panic *p);
unsigned int panic_stack(const struct panic_record *r, unsigned long *entries,
			 unsigned int max);
void panic_replace(struct unwind *older, struct unwind *newer);

/* Whose record it is. */
static inline struct unwind *unwind_of(const struct panic_record *r)
{
	return (void *)container_of(r - r->origin.slot, const struct unwind,
				    record[0]);
}

/* The panics of an unwind are over: who still holds one is told nothing of it. */
static inline void chain_end(struct unwind *u, unsigned int from)
{
	unsigned int i;

	u->now->panic.origin = NULL;
	for (i = from; i < u->nr_older; i++)
		u->older[i]->panic.origin = NULL;
}

/* Puts the reason into the record; its arguments may be gone soon. */
static inline void panic_settle(struct panic_record *r)
{
	if (unlikely(!r->origin.settled))
		panic_settle_now(r);
}

/* Does what @newer brings take the place of the panic that @older has in flight? */
static inline bool panic_is_replaced(const struct unwind *older,
				     const struct unwind *newer)
{
	/* What no handler may stop an exit does not end either. */
	return older->panicking && (newer->panicking || !older->final);
}

#endif /* KDEFER_CHAIN_H */
