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
// expect ARM64_MANY : f(): a cleanup refers to the stack pointer
// expect ARM64_POINTER : f(): a cleanup refers to the stack pointer
// expect ARM64_PUSHES : f(): a cleanup refers to the stack pointer
// expect ARM64_LABEL : f(): a cleanup refers to the stack pointer
// expect ARM64_DISTANCE : f(): a cleanup refers to the stack pointer
// expect ARM64_12_TAIL : f(): a cleanup refers to the stack pointer
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
#elif defined(ARM64_LABEL) || defined(ARM64_DISTANCE)
/* What jumps over an address that is made before a line would come past it. */
static inline __attribute__((__always_inline__)) void drop_over(struct pair *p)
{
#ifdef ARM64_LABEL
	asm volatile("cbnz	%1, 2f\n	nop; 2: str	%1, %0"
		     : "+m"(p->a)
		     : "r"(p->b));
#else
	asm volatile("cbnz	%1, . + 8\n	str	%1, %0"
		     : "+m"(p->a)
		     : "r"(p->b));
#endif
	note(40, p->a);
}

long f(long a)
{
	char below[600];
	struct pair x CLEANUP(drop_over) = { a, 2 };
	char above[700];

	fill(below, sizeof(below), a);
	fill(above, sizeof(above), a);
	step(a + below[1] + above[3]);
	return step(x.b);
}
#elif defined(ARM64_MANY) || defined(ARM64_POINTER) || defined(ARM64_PUSHES)
static inline __attribute__((__always_inline__)) void drop_many(long *p)
{
	note_many(*p, 1, 2, 3, 4, 5, 6, 7, *p + 8, *p + 9);
}

register unsigned long stack_pointer asm("sp");

/* Where arguments are, nobody has a variable, though sp is read for itself. */
long f(long a)
{
	long x CLEANUP(drop_many) = a * 3;

#ifdef ARM64_POINTER
	step(stack_pointer);
#elif defined(ARM64_PUSHES)
	asm volatile("str	%0, [sp, #-16]!\n\tldr	%0, [sp], #16"
		     : "+r"(a));
#endif
	return step(a);
}
#elif defined(ARM64_12_TAIL)
void many_ends(long a, long b, long c, long d, long e, long f, long g, long h,
	       long i, long j) __attribute__((noreturn));
int is_bad(struct pair *p);
void use(struct pair *p);

static inline __attribute__((__always_inline__)) void
drop_perhaps(struct pair *p)
{
	long k = is_bad(p);

	if (k)
		many_ends(k, 2, 3, 4, 5, 6, 7, 8, 9, k + 9);
	use(p);
}

/* That end is the pad's and the normal path's, and behind a condition on both. */
long f(long a)
{
	struct pair x CLEANUP(drop_perhaps) = { a, 2 };

	step(a);
	if (a)
		use(&x);
	return step(a + 1);
}
#else
long f(long a)
{
	struct pair x CLEANUP(drop_steps) = { a, step(a) };

	return step(x.b);
}
#endif
