/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the generated programs are made of: kinds of variables with their destructors,
 * and calls. A destructor says the values that its variable has, so that one from a
 * wrong register or place shows.
 */
#ifndef SHAPES_H
#define SHAPES_H

#define CLEANUP(drop) __attribute__((cleanup(drop)))
/* What is inlined holds its variable in registers. */
#ifdef SHAPES_INLINE
#define DROP inline __attribute__((__always_inline__))
#else
#define DROP inline
#endif
#define NOINLINE __attribute__((__noinline__))

/* Instructions, and registers that calls keep, for inline assembly */
#ifdef __aarch64__
#define ADDS "add %0, %0, %1"
#define KEPT_FIRST "x19"
#define KEPT_SECOND "x20"
#define KEPT_LAST "x28"
#define JUMP "b"
#else
#define ADDS "addq %1, %0"
#define KEPT_FIRST "rbx"
#define KEPT_SECOND "r12"
#define KEPT_LAST "r15"
#define JUMP "jmp"
#endif

struct pair {
	long a, b;
};

struct three {
	long a;
	int b;
	unsigned char c;
};

struct list {
	long n;
	long v[3];
};

struct big {
	long v[6];
};

struct node {
	long value;
	struct node *next;
	void (*drop)(struct node *node);
};

/*
 * What programs call that is the same in both builds: own.c. Those that may give up each
 * are a step.
 */
long step(long v);
long *where(long v);
long divisor(long v);
extern long (*const steps_by[2])(long v);
int more(void);
struct node *take(long v);
void note(long kind, long v);
void note_wide(long a, long b, long c, long d, long e, long f, long g, long h);
void note_many(long a, long b, long c, long d, long e, long f, long g, long h,
	       long i, long j);
void fill(void *to, long bytes, long v);
void see(const void *from, long bytes);
void drop_far(struct three *p);
long quiet(long v) __attribute__((nothrow));
void bug(void) __attribute__((noreturn, cold));
void end(long v) __attribute__((noreturn));

/* Entries of the programs, each by its name */
struct shape {
	const char *name;
	long (*enter)(long v);
};

#define SHAPE(function)                                 \
	static const struct shape shape_##function      \
		__attribute__((section("shapes"), used, \
			       aligned(8))) = { #function, enter_##function }

static DROP void drop_word(long *p)
{
	note(1, *p);
}

static DROP void drop_three(struct three *p)
{
	note(2, p->a * 31 + p->b * 7 + p->c);
}

/* As __free() does it */
static DROP void drop_node(struct node **p)
{
	if (*p)
		note(3, (*p)->value);
}

static DROP void drop_list(struct list *p)
{
	long i;

	for (i = 0; i < p->n; i++)
		note(4, p->v[i] ^ i);
}

static DROP void drop_switch(int *p)
{
	switch (*p & 7) {
	case 0:
		note(5, *p);
		break;
	case 1:
	case 5:
		note(6, *p + 1L);
		/* fallthrough */
	case 3:
		note(7, *p - 3L);
		break;
	default:
		note(8, *p);
	}
}

/* It gives up in its turn. */
static DROP void drop_steps(struct pair *p)
{
	note(9, p->a);
	note(10, step(p->a ^ p->b));
	note(11, p->b);
}

/* A destructor that holds something itself */
static DROP void drop_holds(struct pair *p)
{
	long outer CLEANUP(drop_word) = p->a * 5;
	{
		struct three inner CLEANUP(drop_three) = { p->b, (int)p->a, 7 };

		note(12, step(inner.a));
	}
	note(13, outer + p->b);
}

static DROP void drop_indirect(struct node *p)
{
	p->drop(p);
}

static DROP void drop_arithmetic(struct pair *p)
{
	const unsigned long a = p->a, b = p->b;

	note(14, (a >> 3) / ((b & 0xfff) | 1) + (a << (b & 31)));
	note(15, (a % 1000) * (b >> 40));
	note(16, (unsigned char)(a >> 8) * (short)b);
}

static DROP void drop_chain(struct node **p)
{
	const struct node *n;

	for (n = *p; n; n = n->next)
		note(17, n->value);
}

/* What follows the call that does not come back is another's. */
static DROP void drop_bug(long *p)
{
	if (*p == 0x123456789)
		bug();
	note(18, *p);
}

static DROP void drop_trap(long *p)
{
	if (*p == 0x123456789)
		__builtin_trap();
	note(19, *p);
}

/* As a static key: the compiler knows both ways, and a list of places knows the second. */
static DROP void drop_by_key(struct pair *p)
{
#ifdef __aarch64__
	asm goto("1: nop\n\t"
#else
	asm goto("1: .byte 0x0f, 0x1f, 0x44, 0, 0\n\t"
#endif
		 ".pushsection shape_keys, \"a\"\n\t"
		 ".quad 1b, %l[other]\n\t"
		 ".popsection"
		 :
		 :
		 :
		 : other);
	note(20, p->a);
	return;
other:
	note(21, p->b);
}

/* The second way is taken, and reads something else. */
static DROP void drop_by_jump(struct pair *p)
{
	asm goto(JUMP " %l[other]" : : : : other);
	note(22, p->a);
	return;
other:
	note(23, p->b + 5);
}

/* Inline assembly reads a part of a register, and one that it does not name. */
static DROP void drop_asm(struct pair *p)
{
	unsigned short part = p->b;
#ifdef __aarch64__
	unsigned long b = p->a;

	asm volatile("rev16 %w0, %w0" : "+r"(part));
	note(24, part);
	asm volatile("ldr %x0, %1" : "=r"(b) : "m"(p->b));
	note(25, b);
#else
	unsigned int a = 0, b = p->a, c = 0, d;

	asm volatile("rolw $3, %w0" : "+r"(part));
	note(24, part);
#ifndef SHAPES_FIXED
	asm volatile("xchgl %%ebx, %0\n\txchgl %%ebx, %0" : "+r"(b));
	note(25, b);
	asm volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
	note(26, b);
#endif
#endif
}

/* It gives up always: the rest is done by the pad of that call. */
static DROP void drop_ends(struct pair *p)
{
	note(28, p->a);
	end(p->b);
}

/* That is refused: the pad would push. */
static DROP void drop_wide(struct pair *p)
{
	note_wide(p->a, p->b, 3, p->a + 4, 5, p->b + 6, p->a + 7, p->b + 8);
}

#endif /* SHAPES_H */
