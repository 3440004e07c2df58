// SPDX-License-Identifier: GPL-2.0
/* Cleanups that a landing pad cannot do: the build says so. */
// expect FIXED -Wa,--defsym,kdefer_pads_fixed=1: f(): inline assembly names a register
// expect ALIGNED : f(): a cleanup refers to the stack pointer: its stack is realigned
// expect DRAP : f(): .*its stack is realigned
// expect VARIABLE : f(): a cleanup refers to the stack pointer
// expect WIDE : f(): a cleanup \(refers to the stack\|has arguments on the stack\)
// expect STRUCTURE : f(): a cleanup refers to the stack pointer
// expect FRAMELESS -fomit-frame-pointer: f(): it calls something without a frame
// expect PIPED -pipe: the assembler reads a pipe
#include "shapes.h"

#if defined(FIXED)
long f(long a)
{
	struct pair x CLEANUP(drop_steps) = { a, step(a) };

	asm volatile("mov $1, %%ebx" : : : "rbx");
	return step(x.b);
}
#elif defined(ALIGNED)
long f(long a)
{
	struct three __attribute__((aligned(32)))
	x CLEANUP(drop_far) = { a, 1, 2 };

	return step(a);
}
#elif defined(DRAP)
long f(long a, long b, long c, long d, long e, long g, long h, long i)
{
	struct three __attribute__((aligned(64)))
	x CLEANUP(drop_far) = { a, h, i };

	return step(a + h);
}
#elif defined(VARIABLE)
static void drop_at(long **p)
{
	note(27, **p);
}

/* Its end gives the stack back that the array has taken, in the middle of a function. */
long f(long a)
{
	struct pair outer CLEANUP(drop_steps) = { a, a };
	long i;

	for (i = 0; i < a; i++) {
		long room[step(a) & 7];
		long *x CLEANUP(drop_at) = room;

		room[0] = step(a);
	}
	return a + outer.a;
}
#elif defined(WIDE)
long f(long a)
{
	struct pair x CLEANUP(drop_wide) = { a, step(a) };

	return step(x.b);
}
#elif defined(STRUCTURE)
void hand_over(struct big b);

static inline void drop_big(struct pair *p)
{
	if (p->a == 0x123456789)
		bug();
	hand_over((struct big){ { p->a, p->b, 3 } });
}

/* It is copied to where rsp is, in a pad that seems to come to what stands behind a BUG(). */
long f(long a)
{
	struct pair x CLEANUP(drop_big) = { a, step(a) };
	struct three y CLEANUP(drop_far) = { a, 1, 2 };

	return step(x.b);
}
#else
long f(long a)
{
	struct pair x CLEANUP(drop_steps) = { a, step(a) };

	return step(x.b);
}
#endif
