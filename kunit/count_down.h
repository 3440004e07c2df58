/* SPDX-License-Identifier: GPL-2.0 */
/*
 * MANY deferred calls, which whoever includes this has defined: were all of them made, and
 * in the reverse order?
 */
#ifndef KDEFER_COUNT_DOWN_H
#define KDEFER_COUNT_DOWN_H

#include <linux/cleanup.h>

static struct {
	unsigned int calls;
	unsigned int disorder;
} count;

/* The first that is made was registered last, with MANY - 1. */
static void count_down(unsigned int i)
{
	if (i != MANY - 1 - count.calls++)
		count.disorder++;
}

DEFINE_FREE(count_down, unsigned int, count_down(_T))

#endif /* KDEFER_COUNT_DOWN_H */
