// SPDX-License-Identifier: GPL-2.0
/*
 * Plan 9's error(9): a stack of labels, and what fails goes to the newest. It knows
 * nothing of functions, so it is the floor of what giving up can cost.
 */
#include <linux/kernel.h>

#include "bench.h"
#include "label.h"

#define MAX_LABELS 1024

/* The part of Plan 9's process that is about errors; one task measures. */
static struct {
	struct label labels[MAX_LABELS];
	unsigned int used;
	int err;
	const char *text;
} up;

#define waserror() set_label(&up.labels[up.used++])

static __always_inline void poperror(void)
{
	up.used--;
}

static __always_inline void __noreturn nexterror(void)
{
	goto_label(&up.labels[--up.used]);
	__builtin_trap();
}

static noinline void __noreturn error(int err, const char *text)
{
	up.err = err;
	up.text = text;
	nexterror();
}

bench_fn int block_1(void)
{
	res_take(&bench_res[0]);
	if (waserror()) {
		res_drop(&bench_res[0]);
		nexterror();
	}
	bench_use();
	poperror();
	res_drop(&bench_res[0]);
	return 0;
}

bench_fn int no_error(void)
{
	if (waserror())
		return up.err;
	bench_use();
	poperror();
	return 0;
}

RUN(block_1, block_1(), 0)
RUN(no_error, no_error(), 0)

bench_fn void down(unsigned int depth)
{
	if (depth > 1)
		down(depth - 1);
	else if (depth)
		error(BENCH_ERROR, BENCH_TEXT);
	bench_use();
}

bench_fn void down_holding(unsigned int depth)
{
	res_take(&bench_res[0]);
	if (waserror()) {
		res_drop(&bench_res[0]);
		nexterror();
	}
	if (depth > 1)
		down_holding(depth - 1);
	else if (depth)
		error(BENCH_ERROR, BENCH_TEXT);
	bench_use();
	poperror();
	res_drop(&bench_res[0]);
}

static int compare(void *unused, const struct list_head *a,
		   const struct list_head *b)
{
	error(BENCH_ERROR, BENCH_TEXT);
}

/* One function may have as many labels as it likes: each error is a new one. */
bench_fn void again(unsigned int depth)
{
	const unsigned int labels = min(up.used + depth, MAX_LABELS + 0U);

	while (up.used < labels)
		if (waserror())
			error(BENCH_ERROR, BENCH_TEXT);
	error(BENCH_ERROR, BENCH_TEXT);
}

/* Defines a function that calls another one, and recovers. */
#define RECOVERING(name, call)                \
	bench_fn int name(unsigned int depth) \
	{                                     \
		if (waserror())               \
			return up.err;        \
		call;                         \
		poperror();                   \
		return 0;                     \
	}                                     \
	RUN(name, name(depth), BENCH_ERROR)

RECOVERING(panic_plain, down(depth))
RECOVERING(panic_holding, down_holding(depth))
RECOVERING(panic_foreign, bench_sort(compare))
RECOVERING(repanic, again(depth))

static struct work works[] = { { "block", 1, run_block_1 },
			       { "function", 1, run_block_1 },
			       { "gate", 0, run_no_error },
			       { "recover", 0, run_no_error },
			       { "panic", 1, run_panic_plain },
			       { "panic", 10, run_panic_plain },
			       { "panic", 100, run_panic_plain },
			       { "panic+block", 1, run_panic_holding },
			       { "panic+block", 10, run_panic_holding },
			       { "panic+block", 100, run_panic_holding, true },
			       { "panic+function", 1, run_panic_holding },
			       { "panic+function", 10, run_panic_holding },
			       { "panic+function", 100, run_panic_holding,
				 true },
			       { "foreign", 1, run_panic_foreign },
			       { "repanic", 10, run_repanic },
			       { "repanic", 100, run_repanic },
			       { "repanic", 1000, run_repanic },
			       { "exit", 1, run_panic_plain },
			       { "exit", 100, run_panic_plain },
			       {} };

struct peer setjmp_peer = { "setjmp", works };
