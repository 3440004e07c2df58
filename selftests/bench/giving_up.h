/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How kdefer gives up and recovers, with what is held and without.
 */
#ifndef KDEFER_BENCH_GIVING_UP_H
#define KDEFER_BENCH_GIVING_UP_H

#include <linux/kdefer.h>

#include "bench.h"

bench_fn void down_plain(unsigned int depth)
{
	if (depth > 1)
		down_plain(depth - 1);
	else if (depth)
		soft_panic(BENCH_ERROR, BENCH_TEXT);
	bench_use();
}

/* Defines a function that calls another one, and recovers. */
#define RECOVERING(name, call)                     \
	RECOVER_FN(int, name, unsigned int, depth) \
	{                                          \
		defer_recover();                   \
		call;                              \
		return 0;                          \
	}                                          \
	RUN(name, name(depth), BENCH_ERROR)

#endif /* KDEFER_BENCH_GIVING_UP_H */
