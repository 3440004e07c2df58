// SPDX-License-Identifier: GPL-2.0
/*
 * Raising soft panics and exits, and what can be asked of one in flight.
 */
#include <linux/bug.h>
#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/ptrace.h>
#include <linux/string.h>

#include "compat.h"
#include "fault.h"
#include "report.h"
#include "stack.h"
#include "unwind.h"

/* Puts the reason into the record; its arguments may be gone soon. */
void panic_settle(struct panic_record *r)
{
	struct soft_panic_origin *o = &r->origin;

	if (o->settled)
		return;
	if (strchr(o->format->fmt, '%'))
		snprintf(o->text, sizeof(o->text), "%pV", o->format);
	else
		strscpy(o->text, o->format->fmt, sizeof(o->text));
	o->settled = true;
}

/* Makes the record independent of the stack that raised it. */
static void keep(struct panic_record *r)
{
	struct soft_panic_origin *o = &r->origin;

	panic_settle(r);
	if (!o->from.slot)
		return;
	o->depth = stack_save(o, o->stack, STACK_KEPT);
	o->from.slot = 0;
}

/* After records have moved: each finds its origin and the one before it. */
static void link_chain(struct unwind *u)
{
	struct soft_panic *prev = NULL;
	unsigned int i;

	for (i = 0; i < u->nr_older; i++) {
		u->older[i].panic.origin = &u->older[i].origin;
		u->older[i].origin.prev = prev;
		prev = &u->older[i].panic;
	}
	u->now.panic.origin = &u->now.origin;
	u->now.origin.prev = prev;
}

static void drop_second(struct unwind *u)
{
	u->nr_older--;
	memmove(&u->older[1], &u->older[2],
		(u->nr_older - 1) * sizeof(u->older[0]));
	u->omitted++;
	if (u->exit_older > 1) {
		u->exit_older--;
		u->exit_omitted++;
	}
}

/* Adds to the chain; of a long one the first and the newest stay. */
static void archive(struct unwind *u, const struct panic_record *r)
{
	if (u->nr_older == ARRAY_SIZE(u->older))
		drop_second(u);
	u->older[u->nr_older++] = *r;
}

/* From here on @older is the exit that @newer is. */
static void begin_exit(struct unwind *older, const struct unwind *newer)
{
	older->exiting = true;
	older->exit_code = newer->exit_code;
	older->exit_frame = newer->exit_frame;
	older->exit_older = older->nr_older;
	older->exit_omitted = older->omitted + newer->exit_omitted;
}

/*
 * Is the first panic of @newer the one that @older has in flight, raised again? What
 * both were raised again from does not change as long as the call that @older makes
 * runs, so that its address tells.
 */
static bool is_again(const struct unwind *older, const struct unwind *newer)
{
	const struct panic_record *first = newer->nr_older ? &newer->older[0] :
							     &newer->now;
	const struct soft_panic *again = first->origin.again;

	/* Whatever became of that: an exit lies between. */
	if (newer->began_exiting)
		return false;
	return again &&
	       (again == &older->now.panic || again == older->now.origin.again);
}

/**
 * panic_replace() - what a newer unwind brings becomes the older one's
 * @older: the one that makes the deferred call
 * @newer: the one that this call raised; its stack is about to be given back
 *
 * A newer panic replaces the panic in flight; an exit ends it.
 */
void panic_replace(struct unwind *older, struct unwind *newer)
{
	unsigned int i;

	if (older->panicking) {
		fault_report(older);
		older->now.origin.recovered = older->recovered;
		older->now.origin.repanicked = is_again(older, newer);
		keep(&older->now);
		archive(older, &older->now);
	}
	/* An exit brings what it ended, and then what was raised during it. */
	for (i = 0; i <= newer->nr_older; i++) {
		if (newer->exiting && i == newer->exit_older)
			begin_exit(older, newer);
		if (i < newer->nr_older)
			archive(older, &newer->older[i]);
		/* A chain has one gap, behind the first: what is before this one goes. */
		while (!i && newer->omitted && older->nr_older > 1)
			drop_second(older);
	}
	older->omitted += newer->omitted;
	older->recovered = false;
	older->panicking = newer->panicking;
	older->final = newer->panicking && (older->final || newer->final);
	older->site = newer->site;
	if (newer->panicking) {
		keep(&newer->now);
		older->now = newer->now;
		/* It has taken the place of what it was raised again from. */
		if (older->now.origin.again == &older->now.panic)
			older->now.origin.again = NULL;
	}
	link_chain(older);
}

static void init(struct unwind *u, const struct cursor *from)
{
	u->frame = NULL;
	u->site = from->ip;
	u->panicking = false;
	u->recovered = false;
	u->final = false;
	u->exiting = false;
	u->began_exiting = false;
	u->exit_frame = NULL;
	u->nr_older = 0;
	u->omitted = 0;
	u->exit_older = 0;
	u->exit_omitted = 0;
}

static void init_panic(struct unwind *u, const struct module *client,
		       const struct cursor *from, enum soft_panic_cause cause,
		       int err, void *data, struct va_format *format)
{
	struct panic_record *r = &u->now;

	stats_count_panic(cause);
	u->panicking = true;
	r->panic.err = err;
	r->panic.cause = cause;
	r->panic.ip = u->walk.at.ip;
	r->panic.addr = 0;
	r->panic.data = data;
	r->panic.origin = &r->origin;
	r->origin.prev = NULL;
	r->origin.recovered = false;
	r->origin.repanicked = false;
	r->origin.settled = false;
	r->origin.again = NULL;
	r->origin.format = format;
	r->origin.from = *from;
	r->origin.exact = false;
	r->origin.client = client;
	r->origin.depth = 0;
}

/* Apart from its callers because of the stack that it needs. */
static noinline void raise(const struct module *client,
			   const struct cursor *from, int err, void *data,
			   struct va_format *format, bool final)
{
	struct unwind u;
	bool ready;

	init(&u, from);
	u.final = final;
	ready = walk_start(&u.walk, client, from);
	init_panic(&u, client, from, SOFT_PANIC_RAISED, err, data, format);
	if (unlikely(!ready)) {
		report_uncaught(&u);
		die();
	}
	kdefer_leap(&u);
}

/* See kdefer_fault(). The registers stay: the unwinder's state refers to them. */
noinline void panic_raise_fault(const struct cursor *from, bool exact, int err,
				enum soft_panic_cause cause, unsigned long addr,
				const char *text)
{
	struct va_format format = { .fmt = text };
	struct fault_regs regs;
	struct unwind u;
	bool ready;

	init(&u, from);
	if (exact)
		ready = walk_start_fault(&u.walk, arch_fault_regs(&regs, from),
					 from);
	else
		ready = walk_start(&u.walk, NULL, from);
	init_panic(&u, NULL, from, cause, err, NULL, &format);
	u.now.origin.exact = exact;
	u.now.panic.ip = from->ip - exact;
	u.site = u.now.panic.ip;
	u.now.panic.addr = addr;
	if (unlikely(!ready)) {
		report_uncaught(&u);
		die();
	}
	kdefer_leap(&u);
}

static int checked(int err, const struct cursor *from)
{
	if (likely(err < 0 && err >= -MAX_ERRNO))
		return err;
	misuse("soft_panic() without a negative errno", from->ip);
	return -EINVAL;
}

/**
 * __kdefer_panic() - see soft_panic_with()
 * @client: the caller, if it keeps frame pointers
 * @err:    a negative errno
 * @data:   for the handler
 * @fmt:    the reason
 * @...:    its arguments
 */
void __kdefer_panic(struct module *client, int err, void *data, const char *fmt,
		    ...)
{
	struct cursor from = CALLER();
	struct va_format format;
	va_list args;

	va_start(args, fmt);
	format.fmt = fmt;
	format.va = &args;
	err = checked(err, &from);
	if (unlikely(!stack_has_room(from.slot))) {
		report_no_room(&from, err, &format);
		die();
	}
	raise(client, &from, err, data, &format, false);
	va_end(args);
}
EXPORT_SYMBOL_KDEFER(__kdefer_panic);

/**
 * panic_raise_final() - a soft panic of our own, which no handler can stop
 * @text: the reason
 *
 * The deferred calls outwards of the caller are made, and it ends as an uncaught
 * panic does. Does not return.
 */
void panic_raise_final(const char *text)
{
	struct va_format format = { .fmt = text };
	struct cursor from = CALLER();

	if (unlikely(!stack_has_room(from.slot))) {
		report_no_room(&from, -ENOTRECOVERABLE, &format);
		die();
	}
	raise(NULL, &from, -ENOTRECOVERABLE, NULL, &format, true);
}

/* The record of a panic that is not over. */
static struct panic_record *record_of(const struct soft_panic *p)
{
	struct panic_record *r = container_of(p, struct panic_record, panic);

	return p && p->origin == &r->origin ? r : NULL;
}

static noinline void raise_again(const struct module *client,
				 const struct cursor *from,
				 struct panic_record *r)
{
	struct va_format format = { .fmt = r->origin.text };
	struct unwind u;
	bool ready;

	init(&u, from);
	ready = walk_start(&u.walk, client, from);
	panic_settle(r);
	init_panic(&u, client, from, SOFT_PANIC_RAISED, r->panic.err,
		   r->panic.data, &format);
	strscpy(u.now.origin.text, r->origin.text, sizeof(u.now.origin.text));
	u.now.origin.settled = true;
	u.now.origin.again = r->origin.again ?: &r->panic;
	if (unlikely(!ready)) {
		report_uncaught(&u);
		die();
	}
	kdefer_leap(&u);
}

/**
 * __kdefer_repanic() - see soft_repanic()
 * @client: the caller, if it keeps frame pointers
 * @p:	    the panic
 */
void __kdefer_repanic(struct module *client, const struct soft_panic *p)
{
	struct va_format format = { .fmt = "soft_repanic() of no panic" };
	struct panic_record *r = record_of(p);
	struct cursor from = CALLER();

	if (!r)
		misuse("soft_repanic() of no panic", from.ip);
	if (unlikely(!stack_has_room(from.slot))) {
		report_no_room(&from, r ? r->panic.err : -EINVAL, &format);
		die();
	}
	if (r)
		raise_again(client, &from, r);
	else
		raise(client, &from, -EINVAL, NULL, &format, false);
}
EXPORT_SYMBOL_KDEFER(__kdefer_repanic);

static noinline void leave(const struct module *client,
			   const struct cursor *from, unsigned long code)
{
	static const char nowhere[] =
		"soft_exit() without a RECOVER_FN on this stack";
	struct va_format format = { .fmt = nowhere };
	struct unwind u;

	init(&u, from);
	stats_count(STAT_EXITS);
	if (!walk_start(&u.walk, client, from) ||
	    !unwind_prepare_exit(&u, code)) {
		u.exiting = false;
		u.began_exiting = false;
		init_panic(&u, client, from, SOFT_PANIC_RAISED,
			   -ENOTRECOVERABLE, NULL, &format);
		if (u.walk.why) {
			report_uncaught(&u);
			die();
		}
	}
	kdefer_leap(&u);
}

/**
 * __kdefer_exit() - see soft_exit()
 * @client: the caller, if it keeps frame pointers
 * @code:   what the outermost RECOVER_FN returns
 */
void __kdefer_exit(struct module *client, unsigned long code)
{
	struct va_format format = { .fmt = "soft_exit()" };
	struct cursor from = CALLER();

	if (unlikely(!stack_has_room(from.slot))) {
		report_no_room(&from, -ENOTRECOVERABLE, &format);
		die();
	}
	leave(client, &from, code);
}
EXPORT_SYMBOL_KDEFER(__kdefer_exit);

/**
 * __kdefer_panicking() - see soft_panicking()
 * @client: the caller, if it keeps frame pointers
 *
 * Return: the panic, or NULL.
 */
struct soft_panic *__kdefer_panicking(struct module *client)
{
	struct cursor from = CALLER();
	struct soft_panic *p;
	struct walk w;

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
	struct panic_record *r = record_of(p);

	if (r)
		panic_settle(r);
	return scnprintf(buf, size, "%s", r ? r->origin.text : "");
}
EXPORT_SYMBOL_KDEFER(soft_panic_message);

unsigned int soft_panic_stack(const struct soft_panic *p,
			      unsigned long *entries, unsigned int max)
{
	struct panic_record *r = record_of(p);

	if (!r)
		return 0;
	if (r->origin.from.slot)
		return stack_save(&r->origin, entries, max);
	max = min(max, r->origin.depth);
	memcpy(entries, r->origin.stack, max * sizeof(*entries));
	return max;
}
EXPORT_SYMBOL_KDEFER(soft_panic_stack);

const struct soft_panic *soft_panic_prev(const struct soft_panic *p)
{
	struct panic_record *r = record_of(p);

	return r ? r->origin.prev : NULL;
}
EXPORT_SYMBOL_KDEFER(soft_panic_prev);
