/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The same work, done by every peer that can do it.
 *
 * A shape says what is done; its depth is the number of deferred calls, or of
 * functions between the one that gives up and the one that recovers:
 *
 *	call		a function that defers nothing
 *	block		so many things that are given back when the block ends
 *	function	the same when the function ends
 *	loop		likewise, taken in a loop
 *	gate		entering and leaving a function that could recover
 *	recover		entering and leaving one that would
 *	panic		giving up, under so many functions that hold nothing
 *	unkept		giving up while the black box is off
 *	panic+block	... that hold something for a block
 *	panic+function	... that hold something for the function
 *	foreign		giving up in a callback of list_sort()
 *	repanic		each of so many deferred calls gives up
 *	exit		leaving for good
 *	exit-to		leaving a function that is known
 *	fault		a bad pointer
 */
#ifndef KDEFER_BENCH_H
#define KDEFER_BENCH_H

#include <linux/cleanup.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/list.h>

/**
 * struct work - what one peer does for one shape and depth
 * @shape:  the shape, as above
 * @depth:  its depth
 * @run:    does it so many times, and returns how often the result was wrong
 * @is_big: does it need more than the usual stack of a task?
 * @times:  how often per round
 */
struct work {
	const char *shape;
	unsigned int depth;
	unsigned long (*run)(unsigned long times, unsigned int depth);
	bool is_big;
	unsigned long times;
};

/**
 * struct peer - a way to clean up and to give up
 * @name:  what the table calls it
 * @works: what it can do, up to one without a shape
 * @node:  in the list of all
 */
struct peer {
	const char *name;
	struct work *works;
	struct list_head node;
};

extern struct peer kdefer_peer;
extern struct peer plain_peer;
extern struct peer cleanup_peer;
extern struct peer goto_peer;
extern struct peer setjmp_peer;
extern struct peer kunit_peer;

/* For peers that are modules of their own; the next round has them, or has not. */
void bench_add_peer(struct peer *peer);
void bench_remove_peer(struct peer *peer);

/* Defines a work's @run: @call, which may use @depth, has the result @want. */
#define RUN(name, call, want)                                \
	static unsigned long run_##name(unsigned long times, \
					unsigned int depth)  \
	{                                                    \
		unsigned long wrong = 0;                     \
                                                             \
		while (times--)                              \
			wrong += (call) != (want);           \
		return wrong;                                \
	}

/* A function of a call chain: neither inlined nor made another one of. */
#define bench_fn static noinline __noclone

/*
 * What is taken and given back: one store each, which is cheap enough to show what
 * the way to it costs, and which no compiler leaves out.
 */
struct res {
	bool taken;
};

#define NR_RES 64

extern struct res bench_res[NR_RES];

static __always_inline void res_take(struct res *r)
{
	WRITE_ONCE(r->taken, true);
}

static __always_inline void res_drop(struct res *r)
{
	WRITE_ONCE(r->taken, false);
}

DEFINE_GUARD(res, struct res *, res_take(_T), res_drop(_T))
DEFINE_FREE(res, struct res *, res_drop(_T))

/* What a function does with what it holds. */
static __always_inline void bench_use(void)
{
	barrier();
}

/* What every peer gives up with. */
#define BENCH_ERROR (-EBADMSG)
#define BENCH_TEXT "bench"

/* Calls @cmp once, if it returns; the list is not whole if it does not. */
void bench_sort(int (*cmp)(void *depth, const struct list_head *a,
			   const struct list_head *b));

#endif /* KDEFER_BENCH_H */
