// SPDX-License-Identifier: GPL-2.0
/*
 * What a client can ask: is a soft panic in flight, and what is known of it.
 */
#include <linux/kdefer.h>
#include <linux/kernel.h>

#include "chain.h"
#include "compat.h"
#include "stack.h"
#include "unwind.h"

/**
 * __kdefer_panicking() - see soft_panicking()
 * @client: the caller
 *
 * Return: the panic, or NULL.
 */
struct soft_panic *__kdefer_panicking(struct kdefer_client *client)
{
	struct cursor from = CALLER();
	struct soft_panic *p;
	struct walk w __uninitialized;

	if (!walk_start(&w, client, &from))
		return NULL;
	while (stack_next_call(&w)) {
		p = unwind_in_flight(walk_call(&w)->unwind);
		if (p)
			return p;
	}
	return NULL;
}
EXPORT_SYMBOL_KDEFER(__kdefer_panicking);

int soft_panic_message(const struct soft_panic *p, char *buf, size_t size)
{
	struct panic_record *r = panic_record(p);

	if (r)
		panic_settle(r);
	return scnprintf(buf, size, "%s", r ? r->origin.text : "");
}
EXPORT_SYMBOL_KDEFER(soft_panic_message);

unsigned int soft_panic_stack(const struct soft_panic *p,
			      unsigned long *entries, unsigned int max)
{
	struct panic_record *r = panic_record(p);

	return r ? panic_stack(r, entries, max) : 0;
}
EXPORT_SYMBOL_KDEFER(soft_panic_stack);

const struct soft_panic *soft_panic_prev(const struct soft_panic *p)
{
	struct panic_record *r = panic_record(p);

	return r ? r->origin.prev : NULL;
}
EXPORT_SYMBOL_KDEFER(soft_panic_prev);
