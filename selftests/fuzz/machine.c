// SPDX-License-Identifier: GPL-2.0
/*
 * What happens around the bodies, as in go/machine.go: the events that every call
 * prints, and how high the stack is. That is reckoned, not measured, because both
 * sides must stop at the same place.
 */
#include <linux/minmax.h>
#include <linux/string.h>

#include "fuzz.h"

struct call *machine_new_call(struct run *run, u8 index)
{
	struct call *c;

	if (run->nr_calls == MAX_CALLS)
		return NULL;
	c = &run->calls[run->nr_calls++];
	memset(c, 0, sizeof(*c));
	c->run = run;
	c->body = &run->bodies[index];
	c->number = run->nr_calls;
	return c;
}

static unsigned int index_of(const struct call *c)
{
	return c->body - c->run->bodies;
}

static struct call *new_deferred(struct call *owner, u8 index, const char *how)
{
	struct call *d = machine_new_call(owner->run, index);

	if (!d)
		return NULL;
	owner->has_deferred = true;
	d->owner = owner;
	d->pending = true;
	trace_print("%s %u #%u\n", how, index, d->number);
	return d;
}

/* A deferred call of @c; NULL when there are enough. */
struct call *machine_register(struct call *c, u8 index)
{
	struct call *d;

	if (c->nr_made == MAX_MADE)
		return NULL;
	d = new_deferred(c, index, "defer");
	if (d)
		c->made[c->nr_made++] = d;
	return d;
}

/* What the block that begins ends with. */
struct call *machine_open_block(struct call *c, u8 index)
{
	return new_deferred(c, index, "block");
}

/* The deferred call that @c registered last but @before, if it was not made yet. */
struct call *machine_pending(struct call *c, u8 before)
{
	struct call *d;

	if (c->nr_made <= before)
		return NULL;
	d = c->made[c->nr_made - 1 - before];
	return d->pending ? d : NULL;
}

/* defer_recover() comes. It tells nobody when it recovers, and @c's calls go on. */
void machine_catch(struct call *c)
{
	if (c->has_deferred)
		c->catches_early = true;
	c->has_deferred = true;
}

/* A plain call. */
void machine_call(struct run *run, u8 index)
{
	struct call *c;
	long result;

	if (run->level.height + CALL_COST > max_height) {
		trace_print("too deep\n");
		return;
	}
	c = machine_new_call(run, index);
	if (!c)
		return;
	trace_print("call %u #%u\n", index, c->number);
	run->level.height += CALL_COST;
	c->level = run->level;
	c->raised_before = run->nr_raised;
	result = body_call(c);
	trace_print("return %u #%u = %ld\n", index, c->number, result);
}

static void raise_to(struct stack *s, unsigned int height)
{
	s->height = max(s->height, height);
}

/* Is there room for a panic or exit? Notes it if so. */
bool machine_give(struct run *run)
{
	struct level *l = &run->level;
	unsigned int i;

	if (run->nr_raised == MAX_RAISES ||
	    l->height + RAISE_COST > max_height) {
		trace_print("too deep\n");
		return false;
	}
	for (i = 0; i < l->nr_stacks; i++)
		if (run->stacks[i].unsure)
			raise_to(&run->stacks[i], l->height);
	run->stacks[l->nr_stacks++] = (struct stack){ .height = l->height };
	run->nr_raised++;
	return true;
}

/*
 * It is made on top of the oldest panic since its function began, unless that was
 * recovered there. Where it may have been, newer ones may be what it is made on: then
 * it counts as high as the highest.
 */
static void level_of_deferred(struct run *run, struct call *owner)
{
	unsigned int at = owner->level.nr_stacks;
	bool unsure = owner->gave_back || owner->catches_early;
	struct stack *oldest = &run->stacks[at];
	struct level *l = &run->level;
	unsigned int i;

	if (owner->gave_back && l->nr_stacks == at + 1)
		l->nr_stacks = at;
	l->height = owner->level.height;
	if (l->nr_stacks > at) {
		for (i = at + 1; unsure && i < l->nr_stacks; i++)
			raise_to(oldest, run->stacks[i].height);
		oldest->unsure = unsure;
		l->height = oldest->height + RAISE_COST;
		l->nr_stacks = at + 1;
	}
	l->height += CALL_COST;
	owner->gave_back = false;
}

/* A deferred call begins; @p is what a handler was handed. */
void machine_enter(struct call *c, struct soft_panic *p)
{
	struct run *run = c->run;

	if (!c->pending)
		trace_print("run again!\n");
	c->pending = false;
	c->p = p;
	level_of_deferred(run, c->owner);
	c->level = run->level;
	c->raised_before = run->nr_raised;
	c->over = run->level.height > max_height;
	trace_print("run %u #%u\n", index_of(c), c->number);
}

/* A deferred call ends. One that has recovered gives stack back, but to no exit. */
void machine_leave(struct call *c)
{
	struct run *run = c->run;

	trace_print("done %u #%u\n", index_of(c), c->number);
	if (c->recovered && run->last_exit <= c->owner->raised_before)
		c->owner->gave_back = true;
}
