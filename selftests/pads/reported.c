// SPDX-License-Identifier: GPL-2.0
/*
 * Code whose landing pads are not run but said, see kdefer-pads-report-flags; but for the body of a
 * gate, which was written to be left.
 */
#include <linux/kdefer.h>

#include "pads.h"

noinline long plain_reported(long n, step_fn fn)
{
	CLASS(note, held)(n);

	return fn(n + 1) + held;
}

/* It holds nothing itself: of it there is nothing to say. */
noinline long plain_beside(long n, step_fn fn)
{
	return plain_reported(n, fn) + 1;
}

DEFER_FN_GLOBAL(long, reported_body, long, n, step_fn, fn)
{
	CLASS(note, held)(n);
	defer_class(note, scoped, n + 1);
	long result;

	result = fn(n + 2) + held + scoped;
	barrier();
	return result;
}

/* The compiler is not to make it a part of the body. */
static long held_below(long n, step_fn fn)
{
	CLASS(note, held)(n);

	return fn(n + 1) + held;
}

DEFER_FN_GLOBAL(long, reported_below, long, n, step_fn, fn)
{
	long result = held_below(n, fn);

	barrier();
	return result;
}
