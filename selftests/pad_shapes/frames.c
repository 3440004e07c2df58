// SPDX-License-Identifier: GPL-2.0
/*
 * Frames of which a cleanup finds variables in each way that compilers for arm64 have, also
 * below the frame record: by an offset in a register, by an index, far away, by pairs and by
 * atomic instructions.
 */
#define SHAPES_INLINE
#include "shapes.h"

#define ENTRY(function)                               \
	static NOINLINE long enter_##function(long v) \
	{                                             \
		return function(v) + 1;               \
	}                                             \
	SHAPE(function)

/* A variable that is filled, and then something gives up. None of these is refused. */
#define FRAME(function, type, drop, value)    \
	static NOINLINE long function(long a) \
	{                                     \
		type x CLEANUP(drop);         \
		fill(&x, sizeof(x), a);       \
		step(a);                      \
		return step(value);           \
	}                                     \
	ENTRY(function)

struct id {
	long key, seq;
};

static DROP void drop_id(struct id *p)
{
	see(&p->key, sizeof(p->key));
	note(110, p->seq);
}

/* The offset is a constant that is in a register already. */
static NOINLINE long by_register(long a)
{
	volatile long counter = a;
	struct id x CLEANUP(drop_id);

	fill(&x, sizeof(x), a);
	step(a);
	return step(x.key) + counter;
}

ENTRY(by_register);

struct indexed {
	long v[8];
	long i;
};

static DROP void drop_indexed(struct indexed *p)
{
	note(111, p->v[p->i & 7]);
	p->v[(p->i + 1) & 7] = 3;
	see(p->v, sizeof(p->v));
}

FRAME(by_index, struct indexed, drop_indexed, x.i);

struct words {
	int v[100];
};

static DROP void drop_words(struct words *p)
{
	note(112, p->v[3] * 5 + p->v[4]);
	note(113, (long)p->v[6] - p->v[7]);
}

FRAME(by_pairs, struct words, drop_words, x.v[0]);

struct bytes {
	char v[5000];
};

static DROP void drop_bytes(struct bytes *p)
{
	note(114, p->v[70] + p->v[4990]);
	p->v[71] = 1;
	see(p->v + 64, 16);
}

FRAME(far_away, struct bytes, drop_bytes, x.v[7]);

struct spread {
	char before[800];
	long from;
	char between[408];
	long to;
	char behind[400];
};

/* A loop in inline assembly, whose addresses are both far. */
static DROP void drop_spread(struct spread *p)
{
#ifdef __aarch64__
	long read, n = 4;

	asm volatile("1:	ldr	%0, %2\n"
		     "	str	%0, %3\n"
		     "	subs	%1, %1, 1\n"
		     "	b.ne	1b"
		     : "=&r"(read), "+&r"(n), "+m"(p->from), "=m"(p->to)
		     :
		     : "cc");
	note(117, read);
#endif
	note(118, p->to);
}

FRAME(by_loop, struct spread, drop_spread, x.before[0]);

struct count {
	int counter;
};

static DROP int fetch_add(int i, struct count *p)
{
#ifdef __aarch64__
	int old;

	asm volatile("	.arch_extension lse\n"
		     "	ldaddal	%w[i], %w[old], %[v]"
		     : [v] "+Q"(p->counter), [old] "=r"(old)
		     : [i] "r"(i)
		     : "memory");
	return old;
#else
	return __atomic_fetch_add(&p->counter, i, __ATOMIC_SEQ_CST);
#endif
}

static DROP void drop_count(struct count *p)
{
	note(115, fetch_add(-7, p));
	note(116, p->counter);
}

static NOINLINE long near_atomic(long a)
{
	struct count x CLEANUP(drop_count) = { a };
	char room[20];

	fill(room, sizeof(room), a);
	step(room[3]);
	return step(x.counter);
}

ENTRY(near_atomic);

static NOINLINE long far_atomic(long a)
{
	struct count x CLEANUP(drop_count) = { a };
	char room[308];

	fill(room, sizeof(room), a);
	step(room[3]);
	return step(x.counter);
}

ENTRY(far_atomic);

static DROP void drop_behind_label(struct pair *p)
{
	long read;

	/* A label that the line begins with, without a tab */
#ifdef __aarch64__
	asm volatile("nop\n.Lhere%=:	ldr	%0, %1"
		     : "=r"(read)
		     : "m"(p->a));
#else
	asm volatile("nop\n.Lhere%=:	movq	%1, %0"
		     : "=r"(read)
		     : "m"(p->a));
#endif
	note(119, read);
}

FRAME(by_label, struct pair, drop_behind_label, x.b);

static NOINLINE void see_big(const struct big *b)
{
	see(b, sizeof(*b));
}

/* Nothing reads it here, it lies lowest, and is handed over. */
static DROP void drop_by_structure(long *p)
{
	struct big b = { { *p, *p + 1, 3, 4, 5, 6 } };

	see_big(&b);
}

FRAME(by_structure, long, drop_by_structure, x);

/* Far away twice, once with a label; and without tabs */
static DROP void drop_by_loop(struct spread *p)
{
#ifdef __aarch64__
	int from, failed;
	long to;

	asm volatile("1:	ldxr	%w0, %2\n"
		     "	add	%w0, %w0, 1\n"
		     "	stxr	%w1, %w0, %2\n"
		     "	cbnz	%w1, 1b"
		     : "=&r"(from), "=&r"(failed), "+Q"(*(int *)&p->from));
	asm volatile("  ldr %0, %1" : "=r"(to) : "m"(p->to));
	note(122, from);
	note(123, to);
#endif
	note(124, p->behind[7]);
}

FRAME(by_exclusive, struct spread, drop_by_loop, x.before[0]);
