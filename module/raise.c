// SPDX-License-Identifier: GPL-2.0
/*
 * Raising soft panics, the clients' and our own.
 */
#include <linux/kdefer.h>
#include <linux/kernel.h>

#include <arch_gate.h>

#include "raise.h"

/**
 * raise_panic() - raise a soft panic
 * @client: who gives up, or NULL
 * @from:   where
 * @err:    a negative errno
 * @data:   for the handler
 * @format: the reason
 * @goes_on_from: the unwind in whose loop that is, or NULL
 * @final:  is there no recovering from it?
 *
 * Apart from its callers because of the stack that it needs. It returns if nobody has
 * recovered, which was said.
 */
noinline void raise_panic(const struct kdefer_client *client,
			  const struct cursor *from, int err, void *data,
			  struct va_format *format,
			  const struct unwind *goes_on_from, bool final)
{
	struct unwind u __uninitialized;
	bool ready;

	raise_init(&u, client, from);
	u.goes_on_from = goes_on_from;
	u.final = final;
	ready = walk_start(&u.walk, client, from);
	raise_init_panic(&u, SOFT_PANIC_RAISED, err, data, format);
	if (unlikely(!ready))
		report_uncaught(&u);
	else
		kdefer_leap(&u);
}

/**
 * raise_final() - a soft panic of our own, which no handler can stop
 * @text: the reason
 * @goes_on_from: as of raise_panic()
 *
 * The deferred calls outwards of the caller are made, and it ends as an uncaught
 * panic does. Does not return.
 */
void raise_final(const char *text, const struct unwind *goes_on_from)
{
	struct va_format format = { .fmt = text };
	struct cursor from = CALLER();

	if (raise_has_room(&from, -ENOTRECOVERABLE, &format))
		raise_panic(NULL, &from, -ENOTRECOVERABLE, NULL, &format,
			    goes_on_from, true);
	die();
}
