/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What ran, in order, and what the last handler was handed.
 */
#ifndef FAULTS_STEPS_H
#define FAULTS_STEPS_H

#include "faults.h"

/* A digit each. */
static unsigned int order;
static struct seen {
	unsigned int panics;
	int err;
	enum soft_panic_cause cause;
	unsigned long ip;
	int prev_err;
	enum soft_panic_cause prev_cause;
} seen;

static void start(void)
{
	order = 0;
	seen = (struct seen){};
}

static void step(void *digit)
{
	order = order * 10 + (unsigned long)digit;
}

#define STEP(digit) defer_call(step, (void *)(digit))

static void recover_7(struct soft_panic *p, void *unused)
{
	const struct soft_panic *prev = soft_panic_prev(p);

	if (!p)
		return;
	seen.panics++;
	seen.err = p->err;
	seen.cause = p->cause;
	seen.ip = p->ip;
	seen.prev_err = prev ? prev->err : 0;
	seen.prev_cause = prev ? prev->cause : 0;
	recover(p, 7);
}

#endif /* FAULTS_STEPS_H */
