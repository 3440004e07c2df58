/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is held by guards alone, of peers that are compiled in different ways.
 */
#ifndef KDEFER_BENCH_GUARDS_H
#define KDEFER_BENCH_GUARDS_H

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

#endif /* KDEFER_BENCH_GUARDS_H */
