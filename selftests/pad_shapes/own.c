// SPDX-License-Identifier: GPL-2.0
/*
 * What the generated programs call. It is compiled to leave the registers alone that
 * calls keep, as kdefer's own code between a client and its unwinder is.
 */
#include <stddef.h>

#include "shapes.h"
#include "run.h"

#define OWN __attribute__((section("own_text")))
#define MOST_NODES 256

struct run run;

static struct node nodes[MOST_NODES];
static long cell;

static OWN long mix(long v)
{
	v = (v ^ (v >> 29)) * 0x5851f42d4c957f2d;
	return v ^ (v >> 32);
}

/* The second time, when that is wanted, something that cleans up gives up. */
static OWN int is_last(void)
{
	run.steps++;
	if (run.steps == run.first)
		run.given_up = 1;
	else if (!run.given_up || !run.gap || run.steps != run.first + run.gap)
		return 0;
	return 1;
}

OWN long step(long v)
{
	if (is_last())
		give_up();
	return mix(v + run.steps);
}

/* gcc knows this name, and thinks that it returns always: see calls.c. */
OWN char *strncat(char *to, const char *from, size_t bytes)
{
	step(bytes);
	return to;
}

static OWN long other_step(long v)
{
	return step(v) + 1;
}

long (*const steps_by[2])(long v) = { step, other_step };

/* Whoever reads or writes there faults, if faults are wanted. */
OWN long *where(long v)
{
	if (is_last()) {
		if (run.faults)
			return (long *)8;
		give_up();
	}
	cell = mix(v ^ run.steps);
	return &cell;
}

OWN long divisor(long v)
{
	if (is_last()) {
#ifndef __aarch64__
		/* There that is no fault. */
		if (run.faults)
			return 0;
#endif
		give_up();
	}
	return (v & 15) + 1;
}

OWN int more(void)
{
	return run.fuel && run.fuel--;
}

static OWN void drop_one(struct node *node)
{
	note(100, node->value);
}

static OWN void drop_other(struct node *node)
{
	note(101, step(node->value));
}

OWN struct node *take(long v)
{
	struct node *node = &nodes[run.taken++ % MOST_NODES];

	node->value = mix(v);
	node->next = run.taken % 3 ? NULL : &nodes[run.taken % MOST_NODES];
	if (node->next)
		*node->next = (struct node){ v + 3 };
	node->drop = v & 1 ? drop_one : drop_other;
	return node;
}

OWN void note(long kind, long v)
{
	if (run.notes < MOST_NOTES) {
		run.note[run.notes].kind = kind;
		run.note[run.notes].value = v;
	}
	run.notes++;
	run.hash = mix(run.hash * 31 + kind) ^ mix(v);
}

OWN void note_wide(long a, long b, long c, long d, long e, long f, long g,
		   long h)
{
	note(102,
	     a + 3 * b + 5 * c + 7 * d + 11 * e + 13 * f + 17 * g + 19 * h);
}

OWN void fill(void *to, long bytes, long v)
{
	char *at = to;
	long i;

	for (i = 0; i < bytes; i++)
		at[i] = mix(v + i);
}

OWN void see(const void *from, long bytes)
{
	const char *at = from;
	long i;

	for (i = 0; i < bytes; i++)
		note(105, at[i]);
}

OWN void drop_far(struct three *p)
{
	note(103, p->a * 31 + p->b * 7 + p->c);
}

OWN long quiet(long v)
{
	return mix(v);
}

OWN void end(long v)
{
	run.steps++;
	run.given_up = 1;
	note(104, v);
	give_up();
}

OWN void bug(void)
{
	__builtin_trap();
}
