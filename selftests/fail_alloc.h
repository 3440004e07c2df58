/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A probe on the function of kdefer.ko that allocates records. Where the includer's
 * alloc_fails() says so, it returns NULL without having run.
 */
#ifndef KDEFER_FAIL_ALLOC_H
#define KDEFER_FAIL_ALLOC_H

#include <linux/kprobes.h>

#include "arch.h"

static bool alloc_fails(void);

static int on_alloc(struct kprobe *probe, struct pt_regs *regs)
{
	if (!alloc_fails())
		return 0;
	return_instead(regs, 0);
	return 1;
}

/* Its being there keeps the probe from becoming a jump, which cannot do that. */
static void after_alloc(struct kprobe *probe, struct pt_regs *regs,
			unsigned long flags)
{
}

static struct kprobe probe = {
	.symbol_name = "kdefer:alloc_record",
	.pre_handler = on_alloc,
	.post_handler = after_alloc,
};

#endif /* KDEFER_FAIL_ALLOC_H */
