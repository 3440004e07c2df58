// SPDX-License-Identifier: GPL-2.0
/*
 * Raising soft panics and exits.
 */
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/ptrace.h>
#include <linux/string.h>

#include <trace/events/kdefer.h>

#include <arch_gate.h>

#include "client.h"
#include "compat.h"
#include "fault.h"
#include "report.h"
#include "stack.h"
#include "unwind.h"

static __always_inline void init(struct unwind *u, const struct kdefer_client *client,
				 const struct cursor *from)
{
	u->from = from;
	u->client = client;
	u->exact = false;
	u->site = from->ip;
	u->panicking = false;
	u->recovered = false;
	u->final = false;
	u->exiting = false;
	u->began_exiting = false;
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

static __always_inline void init_panic(struct unwind *u,
				       enum soft_panic_cause cause, int err,
				       void *data, struct va_format *format)
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

/*
 * Apart from its callers because of the stack that it needs. It returns if nobody has
 * recovered, which was said.
 */
static noinline void raise(const struct kdefer_client *client,
			   const struct cursor *from, int err, void *data,
			   struct va_format *format, bool final)
{
	struct unwind u __uninitialized;
	bool ready;

	init(&u, client, from);
	u.final = final;
	ready = walk_start(&u.walk, client, from);
	init_panic(&u, SOFT_PANIC_RAISED, err, data, format);
	if (unlikely(!ready))
		report_uncaught(&u);
	else
		kdefer_leap(&u);
}

/* See kdefer_fault(). The registers stay: the unwinder's state refers to them. */
noinline void panic_raise_fault(const struct cursor *from, bool exact, int err,
				enum soft_panic_cause cause, unsigned long addr,
				const char *text)
{
	struct va_format format = { .fmt = text };
	struct unwind u __uninitialized;
	struct fault_regs regs;
	bool ready;

	init(&u, NULL, from);
	u.exact = exact;
	if (exact)
		ready = walk_start_fault(&u.walk, arch_fault_regs(&regs, from),
					 from);
	else
		ready = walk_start(&u.walk, NULL, from);
	init_panic(&u, cause, err, NULL, &format);
	u.now->panic.ip = from->ip - exact;
	u.site = u.now->panic.ip;
	u.now->panic.addr = addr;
	if (unlikely(!ready))
		report_uncaught(&u);
	else
		kdefer_leap(&u);
	die();
}

static int checked(int err, const struct cursor *from)
{
	if (likely(err < 0 && err >= -MAX_ERRNO))
		return err;
	misuse("soft_panic() without a negative errno", from->ip);
	return -EINVAL;
}

/* False: it is reported as an uncaught panic, and whoever gave up goes on to its BUG(). */
static bool has_room(const struct cursor *from, int err,
		     struct va_format *format)
{
	if (likely(stack_has_room(from->slot)))
		return true;
	report_no_room(from, err, format);
	panic_if_wanted();
	return false;
}

/**
 * __kdefer_panic() - see soft_panic_with()
 * @client: the caller
 * @err:    a negative errno
 * @data:   for the handler
 * @fmt:    the reason
 * @...:    its arguments
 *
 * Returns only if nobody has recovered.
 */
void __kdefer_panic(struct kdefer_client *client, int err, void *data,
		    const char *fmt, ...)
{
	struct cursor from = CALLER();
	struct va_format format;
	va_list args;

	va_start(args, fmt);
	format.fmt = fmt;
	format.va = &args;
	err = checked(err, &from);
	if (has_room(&from, err, &format)) {
		raise(client, &from, err, data, &format, false);
		panic_if_wanted();
	}
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

	if (has_room(&from, -ENOTRECOVERABLE, &format))
		raise(NULL, &from, -ENOTRECOVERABLE, NULL, &format, true);
	die();
}

/*
 * Raised again, a panic is the same in another record. Addresses do not tell: those of
 * stack that was given back come again. Few panics need it.
 */
static unsigned long identity_of(struct panic_record *r)
{
	static atomic_long_t newest;

	if (!r->origin.identity)
		r->origin.identity = atomic_long_inc_return(&newest);
	return r->origin.identity;
}

static noinline void raise_again(const struct kdefer_client *client,
				 const struct cursor *from,
				 struct panic_record *r)
{
	struct va_format format = { .fmt = r->origin.text };
	struct unwind u __uninitialized;
	bool ready;

	init(&u, client, from);
	ready = walk_start(&u.walk, client, from);
	panic_settle(r);
	init_panic(&u, SOFT_PANIC_RAISED, r->panic.err, r->panic.data, &format);
	memcpy(u.now->origin.text, r->origin.text, r->origin.length + 1);
	u.now->origin.length = r->origin.length;
	u.now->origin.settled = true;
	u.now->origin.identity = identity_of(r);
	if (unlikely(!ready))
		report_uncaught(&u);
	else
		kdefer_leap(&u);
}

/**
 * __kdefer_repanic() - see soft_repanic()
 * @client: the caller
 * @p:	    the panic
 *
 * Returns only if nobody has recovered.
 */
void __kdefer_repanic(struct kdefer_client *client, const struct soft_panic *p)
{
	struct va_format format = { .fmt = "soft_repanic() of no panic" };
	struct panic_record *r = panic_record(p);
	struct cursor from = CALLER();

	if (!r)
		misuse("soft_repanic() of no panic", from.ip);
	if (!has_room(&from, r ? r->panic.err : -EINVAL, &format))
		return;
	if (r)
		raise_again(client, &from, r);
	else
		raise(client, &from, -EINVAL, NULL, &format, false);
	panic_if_wanted();
}
EXPORT_SYMBOL_KDEFER(__kdefer_repanic);

/* An errno fits into what holds one, which a pointer does by ERR_PTR(). */
static bool is_errno_or_0(unsigned long code)
{
	return !code || IS_ERR_VALUE(code);
}

/* Is it what a function of this result can return, and its caller will see? */
static bool fits(const struct defer_frame *frame, unsigned long code,
		 bool is_pointer)
{
	const unsigned int returns = frame->flags;
	const unsigned int bits = (returns & KDEFER_RETURNS_BYTES) >>
				  KDEFER_BYTES_SHIFT << 3;
	const long value = code;

	if (returns & KDEFER_RETURNS_VOID)
		return true;
	if (returns & KDEFER_RETURNS_POINTER)
		return is_pointer || is_errno_or_0(code);
	if (returns & KDEFER_RETURNS_BOOL)
		return code <= 1;
	/* All of it, as a number with a sign or as one without. */
	return bits >= BITS_PER_LONG || !(code >> bits) ||
	       value >> (bits - 1) == -1;
}

struct exit_wish {
	struct defer_frame *to;
	unsigned long code;
	bool is_pointer;
};

/* Why it cannot be, with its errno in @err; NULL: it is prepared. */
static const char *prepare_exit(struct unwind *u, const struct exit_wish *wish,
				int *err)
{
	const struct defer_frame *frame;
	const char *why;

	*err = -ENOTRECOVERABLE;
	frame = unwind_prepare_exit(u, wish->to, wish->code, &why);
	if (!frame && why)
		return "soft_exit() finds no RECOVER_FN in what it understands of this stack";
	if (!frame && wish->to) {
		misuse("soft_exit_to() a frame that is no RECOVER_FN's on this stack",
		       u->site);
		return "soft_exit_to() a frame that is not on this stack";
	}
	if (!frame)
		return "soft_exit() without a RECOVER_FN of this module on this stack";
	if (why)
		report_half_way(u, frame, why);
	if (frame == UNWIND_ENDS_THREAD ||
	    fits(frame, wish->code, wish->is_pointer))
		return NULL;
	misuse("soft_exit() with a result that its RECOVER_FN cannot return",
	       u->site);
	*err = -EINVAL;
	return "soft_exit() with a result that does not fit";
}

static noinline void leave(const struct kdefer_client *client,
			   const struct cursor *from,
			   const struct exit_wish *wish)
{
	struct va_format format = {};
	struct unwind u __uninitialized;
	int err = -ENOTRECOVERABLE;

	init(&u, client, from);
	stats_count(STAT_EXITS);
	if (unlikely(!walk_start(&u.walk, client, from))) {
		report_uncaught(&u);
		return;
	}
	u.site = u.walk.at.ip;
	trace_kdefer_exit(u.site, wish->code);
	format.fmt = prepare_exit(&u, wish, &err);
	if (unlikely(format.fmt)) {
		u.exiting = false;
		u.began_exiting = false;
		u.exit_frame = NULL;
		init_panic(&u, SOFT_PANIC_RAISED, err, NULL, &format);
	}
	kdefer_leap(&u);
}

/**
 * __kdefer_exit() - see soft_exit() and soft_exit_to()
 * @client:	the caller
 * @to:		the frame to leave, or NULL
 * @code:	what its function returns
 * @is_pointer: was that a pointer?
 *
 * Returns only if it could not be done.
 */
void __kdefer_exit(struct kdefer_client *client, struct defer_frame *to,
		   unsigned long code, bool is_pointer)
{
	const struct exit_wish wish = { to, code, is_pointer };
	struct va_format format = { .fmt = "soft_exit()" };
	struct cursor from = CALLER();

	if (!has_room(&from, -ENOTRECOVERABLE, &format))
		return;
	leave(client, &from, &wish);
	panic_if_wanted();
}
EXPORT_SYMBOL_KDEFER(__kdefer_exit);

/**
 * panic_end_thread() - make the deferred calls of a thread that ends
 * @from: the function that ends it
 * @end:  how
 *
 * Does not return.
 *
 * Source: runtime.Goexit().
 */
void panic_end_thread(const struct cursor *from, const struct thread_end *end)
{
	struct unwind u __uninitialized;

	init(&u, NULL, from);
	stats_count(STAT_EXITS);
	unwind_prepare_end(&u, end);
	if (!walk_start(&u.walk, NULL, from)) {
		report_lost(&u);
		thread_end_now(end);
	}
	u.site = u.walk.at.ip;
	trace_kdefer_exit(u.site, end->code);
	kdefer_leap(&u);
	die();
}

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
