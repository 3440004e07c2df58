// SPDX-License-Identifier: GPL-2.0
/*
 * kdefer.
 */
#include <linux/kdefer.h>

#include "bench.h"
#include "cpus.h"
#include "giving_up.h"

DEFER_FN(int, defer_gate)
{
	bench_use();
	return 0;
}

DEFER_FN(int, block_1)
{
	defer_guard(res, &bench_res[0]);

	bench_use();
	return 0;
}

DEFER_FN(int, block_8)
{
	defer_guard(res, &bench_res[0]);
	defer_guard(res, &bench_res[1]);
	defer_guard(res, &bench_res[2]);
	defer_guard(res, &bench_res[3]);
	defer_guard(res, &bench_res[4]);
	defer_guard(res, &bench_res[5]);
	defer_guard(res, &bench_res[6]);
	defer_guard(res, &bench_res[7]);

	bench_use();
	return 0;
}

/* Takes it and has it given back when the function ends. */
#define hold(r)                  \
	do {                     \
		res_take(r);     \
		defer(res, (r)); \
	} while (0)

DEFER_FN(int, function_1)
{
	hold(&bench_res[0]);
	bench_use();
	return 0;
}

DEFER_FN(int, function_8)
{
	hold(&bench_res[0]);
	hold(&bench_res[1]);
	hold(&bench_res[2]);
	hold(&bench_res[3]);
	hold(&bench_res[4]);
	hold(&bench_res[5]);
	hold(&bench_res[6]);
	hold(&bench_res[7]);
	bench_use();
	return 0;
}

DEFER_FN(int, loop, unsigned int, depth)
{
	unsigned int i;

	for (i = 0; i < depth; i++)
		hold(&bench_res[i]);
	bench_use();
	return 0;
}

RECOVER_FN(int, recover_gate)
{
	bench_use();
	return 0;
}

RECOVER_FN(int, no_panic)
{
	defer_recover();
	bench_use();
	return 0;
}

RUN(defer_gate, defer_gate(), 0)
RUN(block_1, block_1(), 0)
RUN(block_8, block_8(), 0)
RUN(function_1, function_1(), 0)
RUN(function_8, function_8(), 0)
RUN(loop, loop(depth), 0)
RUN(recover_gate, recover_gate(), 0)
RUN(no_panic, no_panic(), 0)

DEFER_FN(void, down_block, unsigned int, depth)
{
	defer_guard(res, &bench_res[0]);

	if (depth > 1)
		down_block(depth - 1);
	else if (depth)
		soft_panic(BENCH_ERROR, BENCH_TEXT);
	bench_use();
}

DEFER_FN(void, down_function, unsigned int, depth)
{
	hold(&bench_res[0]);
	if (depth > 1)
		down_function(depth - 1);
	else if (depth)
		soft_panic(BENCH_ERROR, BENCH_TEXT);
	bench_use();
}

RECOVERING(panic_plain, down_plain(depth))
RECOVERING(panic_block, down_block(depth))
RECOVERING(panic_function, down_function(depth))

void bench_panics(unsigned long times)
{
	run_panic_plain(times, 1);
}

static int compare(void *unused, const struct list_head *a,
		   const struct list_head *b)
{
	soft_panic(BENCH_ERROR, BENCH_TEXT);
}

RECOVERING(panic_foreign, bench_sort(compare))

static void panic_again(void *unused)
{
	soft_panic(BENCH_ERROR, BENCH_TEXT);
}

DEFER_FN(void, with_panicking, unsigned int, depth)
{
	unsigned int i;

	for (i = 0; i < depth; i++)
		defer_call(panic_again, NULL);
}

RECOVERING(repanic, with_panicking(depth))

bench_fn void down_exit(unsigned int depth)
{
	if (depth > 1)
		down_exit(depth - 1);
	else if (depth)
		soft_exit(BENCH_ERROR);
	bench_use();
}

RECOVERING(leave, down_exit(depth))

bench_fn void down_exit_to(unsigned int depth, struct defer_frame *frame)
{
	if (depth > 1)
		down_exit_to(depth - 1, frame);
	else if (depth)
		soft_exit_to(frame, BENCH_ERROR);
	bench_use();
}

RECOVERING(leave_to, down_exit_to(depth, defer_frame()))

RECOVER_FN(int, fault)
{
	int *bad = (int *)8;

	defer_recover();
	if (trap_faults())
		return 0;
	OPTIMIZER_HIDE_VAR(bad);
	return READ_ONCE(*bad);
}

RUN(fault, fault(), -EFAULT)

static struct work works[] = { { "call", 0, run_defer_gate },
			       { "block", 1, run_block_1 },
			       { "block", 8, run_block_8 },
			       { "function", 1, run_function_1 },
			       { "function", 8, run_function_8 },
			       { "loop", 8, run_loop },
			       { "loop", 64, run_loop },
			       { "gate", 0, run_recover_gate },
			       { "recover", 0, run_no_panic },
			       { "panic", 1, run_panic_plain },
			       { "panic", 10, run_panic_plain },
			       { "panic", 100, run_panic_plain },
			       { "panic+block", 1, run_panic_block },
			       { "panic+block", 10, run_panic_block },
			       { "panic+block", 100, run_panic_block, true },
			       { "panic+function", 1, run_panic_function },
			       { "panic+function", 10, run_panic_function },
			       { "panic+function", 100, run_panic_function,
				 true },
			       { "foreign", 1, run_panic_foreign },
			       { "repanic", 10, run_repanic },
			       { "repanic", 100, run_repanic },
			       { "repanic", 1000, run_repanic },
			       { "exit", 1, run_leave },
			       { "exit", 100, run_leave },
			       { "exit-to", 1, run_leave_to },
			       { "exit-to", 100, run_leave_to },
			       { "fault", 1, run_fault },
			       {} };

struct peer kdefer_peer = { "kdefer", works };
