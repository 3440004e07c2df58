// SPDX-License-Identifier: GPL-2.0
/* With pads of calls alone. */
#include "assembly.h"
#include "holes.h"

/* A fault between two calls comes where the compiler need not have forgotten yet. */
noinline long reads_between(long n, const long *from, step_fn fn)
{
	CLASS(taken, held)(n);

	fn(n);
	note_give(held);
	held = 0;
	held = *from;
	fn(n + 1);
	return n;
}

noinline long calls_by_assembly(long n, step_fn fn)
{
	guard(mutex)(&lock);
	return call_by_assembly(n, fn);
}

static noinline long below(long n, step_fn fn)
{
	return call_by_assembly(n, fn);
}

noinline long calls_by_assembly_below(long n, step_fn fn)
{
	guard(mutex)(&lock);
	return below(n, fn);
}

static step_fn given_up_by;

/* The compiler has one of that name as well, which always returns; this is another. */
noinline void free(void *p)
{
	given_up_by((long)p);
}

noinline long frees(long n, step_fn fn)
{
	guard(mutex)(&lock);
	given_up_by = fn;
	free((void *)n);
	return n;
}
