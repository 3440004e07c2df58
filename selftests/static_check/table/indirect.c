// SPDX-License-Identifier: GPL-2.0
/* Calls by pointers: told from their types, and only if that is asked for. */
#include "client.h"

struct ops {
	int (*get)(struct frob *frob, int n);
	void (*put)(struct frob *frob);
	long (*ask)(const char *text);
};

static int get(struct frob *frob, int n)
{
	deep(n);
	return n;
}

static void put(struct frob *frob)
{
	deep(frob->number);
}

static long ask(const char *text)
{
	return *text;
}

DEFER_FN(int, get_two, struct frob *, frob, int, n, long, m)
{
	deep(n);
	return m;
}

const struct ops frob_ops = {
	.get = get,
	.put = put,
	.ask = ask,
};

void by_ops(const struct ops *ops, struct frob *frob, const char *text)
{
	guard(mutex)(&frob->lock);
	ops->ask(text);
	// !? guard (mutex): an indirect call > get > deep > soft_panic
	ops->get(frob, 1);
	// !? guard (mutex): an indirect call > put > deep > soft_panic
	ops->put(frob);
}

void by_member(struct frob *frob, const char *text)
{
	guard(mutex)(&frob->lock);
	// !? guard (mutex): an indirect call > put > deep > soft_panic
	frob->step(frob);
}

void by_gate(int (*fn)(struct frob *frob, int n, long m), struct frob *frob,
	     int n, long m)
{
	guard(mutex)(&frob->lock);
	// !? guard (mutex): an indirect call > get_two > deep > soft_panic
	fn(frob, n, m);
}
