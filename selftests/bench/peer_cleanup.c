// SPDX-License-Identifier: GPL-2.0
/*
 * <linux/cleanup.h>, and an errno that every caller hands on.
 */
#include "bench.h"
#include "guards.h"

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
