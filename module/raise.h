/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What raising a soft panic and beginning an exit have in common.
 */
#ifndef KDEFER_RAISE_H
#define KDEFER_RAISE_H

#include <linux/compiler.h>

#include "report.h"
#include "stack.h"
#include "state.h"
#include "stats.h"
#include "uncaught.h"

void raise_panic(const struct kdefer_client *client, const struct cursor *from,
		 int err, void *data, struct va_format *format,
		 const struct unwind *goes_on_from, bool final);
void raise_final(const char *text, const struct unwind *goes_on_from);

/* An unwind that is nothing yet. */
static __always_inline void raise_init(struct unwind *u,
				       const struct kdefer_client *client,
				       const struct cursor *from)
{
	u->goes_on_from = NULL;
	u->from = from;
	u->client = client;
	u->site = from->ip;
	/* In the order of the struct: the compiler makes one of these. */
	u->exact = false;
	u->panicking = false;
	u->recovered = false;
	u->handling = false;
	u->faulted = false;
	u->strict = false;
	u->final = false;
	u->exiting = false;
	u->began_exiting = false;
	u->log = NULL;
	u->calls = 0;
	u->exit_frame = NULL;
	u->exit_by = NULL;
	u->contain_frame = NULL;
	u->now = &u->record[0];
	u->now->panic.origin = NULL;
	u->nr_older = 0;
	u->omitted = 0;
	u->exit_older = 0;
	u->exit_omitted = 0;
}

/* And now it is a soft panic. */
static __always_inline void raise_init_panic(struct unwind *u,
					     enum soft_panic_cause cause,
					     int err, void *data,
					     struct va_format *format)
{
	struct panic_record *r = u->now;

	stats_count_panic(cause);
	u->panicking = true;
	r->panic.err = err;
	r->panic.cause = cause;
	r->panic.ip = u->walk.at.ip;
	u->site = r->panic.ip; /* @from may be a tracer's */
	r->panic.addr = 0;
	r->panic.data = data;
	r->panic.origin = &r->origin;
	r->origin.slot = 0;
	r->origin.recovered = false;
	r->origin.repanicked = false;
	r->origin.settled = false;
	r->origin.exact = u->exact;
	r->origin.prev = NULL;
	r->origin.identity = 0;
	r->origin.format = format;
	r->origin.depth = 0;
}

/* False: it is reported as an uncaught panic, and whoever gave up goes on to its BUG(). */
static inline bool raise_has_room(const struct cursor *from, int err,
				  struct va_format *format)
{
	if (likely(stack_has_room(from->slot)))
		return true;
	report_no_room(from, err, format);
	panic_if_wanted();
	return false;
}

#endif /* KDEFER_RAISE_H */
