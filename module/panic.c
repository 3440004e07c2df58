// SPDX-License-Identifier: GPL-2.0
/*
 * Giving up: soft_panic() and soft_repanic().
 */
#include <linux/atomic.h>
#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include <arch_gate.h>

#include "chain.h"
#include "compat.h"
#include "misuse.h"
#include "raise.h"

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
		raise_panic(client, &from, err, data, &format, NULL, false);
		panic_if_wanted();
	}
	va_end(args);
}
EXPORT_SYMBOL_KDEFER(__kdefer_panic);

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
		raise_panic(client, &from, -EINVAL, NULL, &format, NULL, false);
	panic_if_wanted();
}
EXPORT_SYMBOL_KDEFER(__kdefer_repanic);
