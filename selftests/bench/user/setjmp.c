// SPDX-License-Identifier: GPL-2.0
/*
 * C in user space: setjmp() and longjmp(), and a list of what is to be cleaned up.
 */
#include <setjmp.h>
#include <stddef.h>

#include "user.h"

struct cleanup {
	struct cleanup *next;
	void (*fn)(void *arg);
	void *arg;
};

struct attempt {
	jmp_buf env;
	struct attempt *outer;
	struct cleanup *mark;
};

static struct cleanup *cleanups;
static struct attempt *attempts;
static int error;

static void push(struct cleanup *c, void (*fn)(void *arg), void *arg)
{
	c->fn = fn;
	c->arg = arg;
	c->next = cleanups;
	cleanups = c;
}

static void pop(void)
{
	struct cleanup *c = cleanups;

	cleanups = c->next;
	c->fn(c->arg);
}

bench_fn void give_up(int err)
{
	struct attempt *a = attempts;

	error = err;
	while (cleanups != a->mark)
		pop();
	attempts = a->outer;
	_longjmp(a->env, 1);
}

/* True: it was given up. */
#define attempted(a)                                                  \
	((a)->outer = attempts, (a)->mark = cleanups, attempts = (a), \
	 _setjmp((a)->env))

static void drop(void *res)
{
	res_drop(res);
}

bench_fn int block_1(void)
{
	struct cleanup c;

	res_take(&bench_res[0]);
	push(&c, drop, &bench_res[0]);
	bench_use();
	pop();
	return 0;
}

bench_fn int block_8(void)
{
	struct cleanup c[8];
	int i;

	for (i = 0; i < 8; i++) {
		res_take(&bench_res[i]);
		push(&c[i], drop, &bench_res[i]);
	}
	bench_use();
	while (i--)
		pop();
	return 0;
}

bench_fn int no_error(void)
{
	struct attempt a;

	if (attempted(&a))
		return error;
	bench_use();
	attempts = a.outer;
	return 0;
}

RUN(block_1, block_1(), 0)
RUN(block_8, block_8(), 0)
RUN(no_error, no_error(), 0)

bench_fn void down(unsigned int depth)
{
	if (depth > 1)
		down(depth - 1);
	else if (depth)
		give_up(BENCH_ERROR);
	bench_use();
}

bench_fn void down_holding(unsigned int depth)
{
	struct cleanup c;

	res_take(&bench_res[0]);
	push(&c, drop, &bench_res[0]);
	if (depth > 1)
		down_holding(depth - 1);
	else if (depth)
		give_up(BENCH_ERROR);
	bench_use();
	pop();
}

#define RECOVERING(name, call)                \
	bench_fn int name(unsigned int depth) \
	{                                     \
		struct attempt a;             \
                                              \
		if (attempted(&a))            \
			return error;         \
		call;                         \
		attempts = a.outer;           \
		return 0;                     \
	}                                     \
	RUN(name, name(depth), BENCH_ERROR)

RECOVERING(panic_plain, down(depth))
RECOVERING(panic_holding, down_holding(depth))

static struct work works[] = { { "block", 1, run_block_1, 0 },
			       { "block", 8, run_block_8, 0 },
			       { "function", 1, run_block_1, 0 },
			       { "function", 8, run_block_8, 0 },
			       { "recover", 0, run_no_error, 0 },
			       { "panic", 1, run_panic_plain, 0 },
			       { "panic", 10, run_panic_plain, 0 },
			       { "panic", 100, run_panic_plain, 0 },
			       { "panic+block", 1, run_panic_holding, 0 },
			       { "panic+block", 10, run_panic_holding, 0 },
			       { "panic+block", 100, run_panic_holding, 0 },
			       { "panic+function", 1, run_panic_holding, 0 },
			       { "panic+function", 10, run_panic_holding, 0 },
			       { "panic+function", 100, run_panic_holding, 0 },
			       { "exit", 1, run_panic_plain, 0 },
			       { "exit", 100, run_panic_plain, 0 },
			       { NULL, 0, NULL, 0 } };

int main(int argc, char **argv)
{
	return bench("c-setjmp", works, argc, argv);
}
