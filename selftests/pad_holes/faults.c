// SPDX-License-Identifier: GPL-2.0
/* With pads of what may fault. */
#include "assembly.h"
#include "holes.h"

/* The compiler knows memcpy(), and that it cannot be left; so it thinks of this. */
static noinline void copy(char *to, const char *from, long n)
{
	memcpy(to, from, n);
}

noinline long copies_below(long n, char *to, const char *from)
{
	guard(mutex)(&lock);
	copy(to, from, n);
	return n;
}

noinline long copies_here(long n, char *to, const char *from)
{
	guard(mutex)(&lock);
	memcpy(to, from, n);
	return n;
}

static noinline void copy_more(char *to, const char *from, long n)
{
	copy(to, from, n);
	copy(to + n, from, n);
}

noinline long copies_two_below(long n, char *to, const char *from)
{
	guard(mutex)(&lock);
	copy_more(to, from, n);
	return n;
}

/* What is held before and behind is held there. */
noinline long copies_between(long n, char *to, const char *from, step_fn fn)
{
	CLASS(taken, held)(n);

	fn(n);
	memcpy(to, from, n);
	fn(n + 1);
	return held;
}

/* What is given back is forgotten before the next step, which the compiler takes for none. */
noinline long finds(long n, const char *in, step_fn fn)
{
	CLASS(taken, held)(n);

	fn(n);
	note_give(held);
	held = 0;
	held = (long)memchr(in, 'x', n);
	fn(n + 1);
	return n;
}

/*
 * What was given back is forgotten by a store that the compiler drops, as another one follows
 * before the next way out. What lies between reads memory by name, which the compiler knows not
 * to fault.
 */
noinline long changes(long n, long distance)
{
	CLASS(taken, held)(n);

	READ_ONCE(step_with)(n, &held);
	note_give(held);
	held = 0;
	memcpy(table_to, table_from + distance, READ_ONCE(table_bytes));
	held = n + 2;
	READ_ONCE(step_with)(n + 1, &held);
	return n;
}

noinline long by_assembly(long n, step_fn fn)
{
	guard(mutex)(&lock);
	return call_by_assembly(n, fn);
}

static noinline long below(long n, step_fn fn)
{
	return call_by_assembly(n, fn);
}

noinline long by_assembly_below(long n, step_fn fn)
{
	guard(mutex)(&lock);
	return below(n, fn);
}

noinline long calls_null(long n, step_fn fn, step_fn null)
{
	CLASS(note, held)(n);

	fn(n);
	return null(n) + held;
}
