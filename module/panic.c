// SPDX-License-Identifier: GPL-2.0
/*
 * Raising soft panics.
 */
#include <linux/atomic.h>
#include <linux/bug.h>
#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/ptrace.h>
#include <linux/string.h>

#include <trace/events/kdefer.h>

#include <arch_gate.h>

#include "compat.h"
#include "fault.h"
#include "raise.h"
#include "report.h"
#include "stack.h"
#include "unwind.h"

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

	raise_init(&u, client, from);
	u.final = final;
	ready = walk_start(&u.walk, client, from);
	raise_init_panic(&u, SOFT_PANIC_RAISED, err, data, format);
	if (unlikely(!ready))
		report_uncaught(&u);
	else
		kdefer_leap(&u);
}

/*
 * See kdefer_fault(). The registers stay: the unwinder's state refers to them. It returns
 * if nobody has recovered.
 */
noinline void panic_raise_fault(const struct cursor *from, bool exact, int err,
				enum soft_panic_cause cause, unsigned long addr,
				const char *text)
{
	struct va_format format = { .fmt = text };
	struct unwind u __uninitialized;
	struct fault_regs regs;
	bool ready;

	raise_init(&u, NULL, from);
	u.exact = exact;
	if (exact)
		ready = walk_start_fault(&u.walk, arch_fault_regs(&regs, from),
					 from);
	else
		ready = walk_start(&u.walk, NULL, from);
	raise_init_panic(&u, cause, err, NULL, &format);
	u.now->panic.ip = from->ip - exact;
	u.site = u.now->panic.ip;
	u.now->panic.addr = addr;
	if (unlikely(!ready))
		report_uncaught(&u);
	else
		kdefer_leap(&u);
	panic_if_wanted();
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
	if (raise_has_room(&from, err, &format)) {
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

	if (raise_has_room(&from, -ENOTRECOVERABLE, &format))
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

	raise_init(&u, client, from);
	ready = walk_start(&u.walk, client, from);
	panic_settle(r);
	raise_init_panic(&u, SOFT_PANIC_RAISED, r->panic.err, r->panic.data,
			 &format);
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
	if (!raise_has_room(&from, r ? r->panic.err : -EINVAL, &format))
		return;
	if (r)
		raise_again(client, &from, r);
	else
		raise(client, &from, -EINVAL, NULL, &format, false);
	panic_if_wanted();
}
EXPORT_SYMBOL_KDEFER(__kdefer_repanic);

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
