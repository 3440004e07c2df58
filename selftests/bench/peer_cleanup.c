// SPDX-License-Identifier: GPL-2.0
/*
 * <linux/cleanup.h>, and an errno that every caller hands on.
 */
#include "bench.h"

bench_fn int block_1(void)
{
	guard(res)(&bench_res[0]);

	bench_use();
	return 0;
}

bench_fn int block_8(void)
{
	guard(res)(&bench_res[0]);
	guard(res)(&bench_res[1]);
	guard(res)(&bench_res[2]);
	guard(res)(&bench_res[3]);
	guard(res)(&bench_res[4]);
	guard(res)(&bench_res[5]);
	guard(res)(&bench_res[6]);
	guard(res)(&bench_res[7]);

	bench_use();
	return 0;
}

RUN(block_1, block_1(), 0)
RUN(block_8, block_8(), 0)

bench_fn int down(unsigned int depth)
{
	guard(res)(&bench_res[0]);
	int err;

	if (depth == 1)
		return BENCH_ERROR;
	err = down(depth - 1);
	if (err)
		return err;
	bench_use();
	return 0;
}

RUN(down, down(depth), BENCH_ERROR)

static struct work works[] = { { "block", 1, run_block_1 },
			       { "block", 8, run_block_8 },
			       { "panic+block", 1, run_down },
			       { "panic+block", 10, run_down },
			       { "panic+block", 100, run_down, true },
			       {} };

struct peer cleanup_peer = { "cleanup.h", works };
