// SPDX-License-Identifier: GPL-2.0
/*
 * KUnit's try and catch: a thread for what may fail, which ends where it fails.
 * Nothing is cleaned up.
 */
#include <kunit/try-catch.h>
#include <linux/kthread.h>

#include "bench.h"

/* One attempt. */
struct attempt {
	struct kunit_try_catch tc;
	unsigned int depth;
	int err;
};

bench_fn void down(struct attempt *a, unsigned int depth)
{
	if (depth > 1)
		down(a, depth - 1);
	else if (depth)
		kunit_try_catch_throw(&a->tc);
	bench_use();
}

static void try_nothing(void *unused)
{
	bench_use();
}

static void try_down(void *data)
{
	struct attempt *a = data;

	down(a, a->depth);
}

static void catch (void *data)
{
	struct attempt *a = data;

	a->err = BENCH_ERROR;
}

bench_fn int attempt(kunit_try_catch_func_t try, unsigned int depth)
{
	struct attempt a = {
		.tc.try = try,
		.tc.catch = catch,
		.depth = depth,
	};

	kunit_try_catch_run(&a.tc, &a);
	return a.err;
}

RUN(nothing, attempt(try_nothing, depth), 0)
RUN(down, attempt(try_down, depth), BENCH_ERROR)

static struct work works[] = {
	{ "gate", 0, run_nothing }, { "recover", 0, run_nothing },
	{ "panic", 1, run_down },   { "panic", 10, run_down },
	{ "panic", 100, run_down }, { "exit", 1, run_down },
	{ "exit", 100, run_down },  {}
};

struct peer kunit_peer = { "kunit", works };
