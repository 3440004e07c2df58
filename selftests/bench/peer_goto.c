// SPDX-License-Identifier: GPL-2.0
/*
 * The ladder: what fails returns an errno, and each function jumps to where what it
 * has taken so far is given back.
 */
#include "bench.h"

/* Taking may fail, for all that the compiler knows. */
static __always_inline int try_take(struct res *r)
{
	int err = 0;

	OPTIMIZER_HIDE_VAR(err);
	if (!err)
		res_take(r);
	return err;
}

bench_fn int block_1(void)
{
	int err = try_take(&bench_res[0]);

	if (err)
		return err;
	bench_use();
	res_drop(&bench_res[0]);
	return 0;
}

bench_fn int block_8(void)
{
	int err;

	err = try_take(&bench_res[0]);
	if (err)
		return err;
	err = try_take(&bench_res[1]);
	if (err)
		goto drop_0;
	err = try_take(&bench_res[2]);
	if (err)
		goto drop_1;
	err = try_take(&bench_res[3]);
	if (err)
		goto drop_2;
	err = try_take(&bench_res[4]);
	if (err)
		goto drop_3;
	err = try_take(&bench_res[5]);
	if (err)
		goto drop_4;
	err = try_take(&bench_res[6]);
	if (err)
		goto drop_5;
	err = try_take(&bench_res[7]);
	if (err)
		goto drop_6;
	bench_use();

	res_drop(&bench_res[7]);
drop_6:
	res_drop(&bench_res[6]);
drop_5:
	res_drop(&bench_res[5]);
drop_4:
	res_drop(&bench_res[4]);
drop_3:
	res_drop(&bench_res[3]);
drop_2:
	res_drop(&bench_res[2]);
drop_1:
	res_drop(&bench_res[1]);
drop_0:
	res_drop(&bench_res[0]);
	return err;
}

RUN(block_1, block_1(), 0)
RUN(block_8, block_8(), 0)

bench_fn int down(unsigned int depth)
{
	int err;

	if (depth == 1)
		return BENCH_ERROR;
	err = down(depth - 1);
	if (err)
		return err;
	bench_use();
	return 0;
}

bench_fn int down_holding(unsigned int depth)
{
	int err = try_take(&bench_res[0]);

	if (err)
		return err;
	if (depth == 1) {
		err = BENCH_ERROR;
		goto drop;
	}
	err = down_holding(depth - 1);
	if (err)
		goto drop;
	bench_use();
drop:
	res_drop(&bench_res[0]);
	return err;
}

RUN(down, down(depth), BENCH_ERROR)
RUN(down_holding, down_holding(depth), BENCH_ERROR)

static struct work works[] = { { "block", 1, run_block_1 },
			       { "block", 8, run_block_8 },
			       { "function", 1, run_block_1 },
			       { "function", 8, run_block_8 },
			       { "panic", 1, run_down },
			       { "panic", 10, run_down },
			       { "panic", 100, run_down },
			       { "panic+block", 1, run_down_holding },
			       { "panic+block", 10, run_down_holding },
			       { "panic+block", 100, run_down_holding, true },
			       { "panic+function", 1, run_down_holding },
			       { "panic+function", 10, run_down_holding },
			       { "panic+function", 100, run_down_holding,
				 true },
			       {} };

struct peer goto_peer = { "goto", works };
