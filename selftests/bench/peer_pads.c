// SPDX-License-Identifier: GPL-2.0
/*
 * <linux/cleanup.h> as it is written everywhere, in a file with landing pads, and
 * kdefer to give up. A module of its own: while a client with pads is loaded, the
 * panics of all others look for pads, too.
 */
#include <linux/kdefer.h>
#include <linux/module.h>

#include "bench.h"
#include "giving_up.h"
#include "guards.h"

bench_fn void down_block(unsigned int depth)
{
	guard(res)(&bench_res[0]);

	if (depth > 1)
		down_block(depth - 1);
	else if (depth)
		soft_panic(BENCH_ERROR, BENCH_TEXT);
	bench_use();
}

RECOVERING(panic_plain, down_plain(depth))
RECOVERING(panic_block, down_block(depth))

bench_fn void down_exit(unsigned int depth)
{
	guard(res)(&bench_res[0]);

	if (depth > 1)
		down_exit(depth - 1);
	else if (depth)
		soft_exit(BENCH_ERROR);
	bench_use();
}

RECOVERING(leave, down_exit(depth))

static struct work works[] = { { "block", 1, run_block_1 },
			       { "block", 8, run_block_8 },
			       { "panic", 1, run_panic_plain },
			       { "panic", 10, run_panic_plain },
			       { "panic", 100, run_panic_plain },
			       { "panic+block", 1, run_panic_block },
			       { "panic+block", 10, run_panic_block },
			       { "panic+block", 100, run_panic_block, true },
			       { "exit", 1, run_leave },
			       { "exit", 100, run_leave, true },
			       {} };

static struct peer pads_peer = { "pads", works };

static int __init pads_init(void)
{
	bench_add_peer(&pads_peer);
	return 0;
}

static void __exit pads_exit(void)
{
	bench_remove_peer(&pads_peer);
}

module_init(pads_init);
module_exit(pads_exit);

MODULE_DESCRIPTION("kdefer's landing pads, for kdefer_bench");
MODULE_AUTHOR("The kdefer developers");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
