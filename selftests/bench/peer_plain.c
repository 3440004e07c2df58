// SPDX-License-Identifier: GPL-2.0
/*
 * Nothing: a call, and what was taken is given back where the function ends.
 */
#include <linux/kernel.h>

#include "bench.h"
#include "cpus.h"

bench_fn int nothing(void)
{
	bench_use();
	return 0;
}

bench_fn int block_1(void)
{
	res_take(&bench_res[0]);
	bench_use();
	res_drop(&bench_res[0]);
	return 0;
}

bench_fn int block_8(void)
{
	res_take(&bench_res[0]);
	res_take(&bench_res[1]);
	res_take(&bench_res[2]);
	res_take(&bench_res[3]);
	res_take(&bench_res[4]);
	res_take(&bench_res[5]);
	res_take(&bench_res[6]);
	res_take(&bench_res[7]);
	bench_use();
	res_drop(&bench_res[7]);
	res_drop(&bench_res[6]);
	res_drop(&bench_res[5]);
	res_drop(&bench_res[4]);
	res_drop(&bench_res[3]);
	res_drop(&bench_res[2]);
	res_drop(&bench_res[1]);
	res_drop(&bench_res[0]);
	return 0;
}

bench_fn int loop(unsigned int depth)
{
	unsigned int i;

	for (i = 0; i < depth; i++)
		res_take(&bench_res[i]);
	bench_use();
	while (i--)
		res_drop(&bench_res[i]);
	return 0;
}

RUN(nothing, nothing(), 0)
RUN(block_1, block_1(), 0)
RUN(block_8, block_8(), 0)
RUN(loop, loop(depth), 0)

void bench_calls(unsigned long times)
{
	while (times--)
		run_nothing(100, 0);
}

void bench_formats(unsigned long times)
{
	char text[80];

	while (times--)
		scnprintf(text, sizeof(text), "%lu: %s, %d, %lx", times,
			  BENCH_TEXT, BENCH_ERROR, times);
}

static struct work works[] = {
	{ "call", 0, run_nothing },	{ "block", 1, run_block_1 },
	{ "block", 8, run_block_8 },	{ "function", 1, run_block_1 },
	{ "function", 8, run_block_8 }, { "loop", 8, run_loop },
	{ "loop", 64, run_loop },	{ "gate", 0, run_nothing },
	{ "recover", 0, run_nothing },	{}
};

struct peer plain_peer = { "plain", works };
