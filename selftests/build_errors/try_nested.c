// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: soft_try\(\) takes a pointer or a signed integer
#include "client.h"

struct bits {
	int low : 3;
	unsigned int high : 5;
	struct bits *next;
};

struct unknown;
static struct unknown *(*get_unknown)(int n);
static int (*get)(int n);

/* One within another shadows nothing; a bit-field has a value; a type need not be complete. */
static __maybe_unused struct unknown *frob(struct bits *b)
{
	get(soft_try(get(soft_try(b->low))));
#ifdef WRONG
	soft_try(get_unknown(soft_try(get(2))) ? 1U : 0U);
#endif
	return soft_try(get_unknown(soft_try(get(soft_try(b->next)->low))));
}
