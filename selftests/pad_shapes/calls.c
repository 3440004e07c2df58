// SPDX-License-Identifier: GPL-2.0
/*
 * What gcc takes for something that always returns gives up: what is held there may be what was
 * held before, or is held behind. In each of these functions it is not what the source says, so
 * that no cleanup may be run, and that is said.
 */
#define SHAPES_INLINE
#include "shapes.h"

#define ENTRY(function)                               \
	static NOINLINE long enter_##function(long v) \
	{                                             \
		return function(v) + 1;               \
	}                                             \
	SHAPE(function)

/* gcc knows it by its name; this one is in own.c, and gives up. */
char *strncat(char *to, const char *from, unsigned long bytes);

static char room[500];

static DROP void drop_first(struct pair *p)
{
	note(120, p->a);
}

/* The result is written where the caller wants it, by a register: gcc knows no fault of that. */
static NOINLINE struct big result_by_register(long a)
{
	strncat(room, room + 7, a);
	return (struct big){ { a, 2, 3 } };
}

static NOINLINE long behind_result(long a)
{
	struct pair x CLEANUP(drop_first) = { divisor(a), 2 };
	struct big b;

	step(a);
	x.a = 22;
	b = result_by_register(a);
	x.a = a + b.v[2];
	step(x.a);
	return step(a + b.v[0]);
}

ENTRY(behind_result);

struct huge {
	volatile char v[40000];
};

/* So it is with a place of the frame that is far away. */
static NOINLINE long frame_by_register(long a)
{
	struct huge h;

	h.v[33000] = a;
	strncat(room, room + 7, a);
	return a + h.v[33000];
}

static NOINLINE long behind_frame(long a)
{
	struct pair x CLEANUP(drop_first) = { divisor(a), 2 };
	long b;

	step(a);
	x.a = 22;
	b = frame_by_register(a);
	x.a = a + b;
	step(x.a);
	return step(a + b);
}

ENTRY(behind_frame);

/* The next change is by inline assembly. */
static NOINLINE long before_assembly(long a)
{
	struct pair x CLEANUP(drop_first) = { divisor(a), 2 };

	step(a);
	x.a = 22;
	strncat(room, room + 7, a);
#ifdef __aarch64__
	asm volatile("mov	%0, 33" : "=r"(x.a));
#else
	asm volatile("movq	$33, %0" : "=r"(x.a));
#endif
	step(x.a);
	return step(a);
}

ENTRY(before_assembly);

struct words {
	long n;
	long v[60];
};

static DROP void drop_words(struct words *p)
{
	note(121, p->v[p->n & 7]);
}

/* It is by a function that is called, or by an instruction that does what such a one does. */
static NOINLINE long before_clearing(long a)
{
	struct words x CLEANUP(drop_words);

	fill(&x, sizeof(x), a);
	step(a);
	x.n = 2;
	x.v[2] = 7;
	strncat(room, room + 7, a);
	x = (struct words){};
	step(a);
	return step(a);
}

ENTRY(before_clearing);
