/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A function with a deferred call that fails, which ends in each way.
 */
#ifndef FAULTS_CALLS_H
#define FAULTS_CALLS_H

#include "steps.h"

enum ending { RETURNS, PANICS, EXITS, FAULTS };

/* Not called by its name: objtool sees that it does not come back. */
static victim_fn *victim_of_end = victim_invalid;

static void end(enum ending how)
{
	switch (how) {
	case PANICS:
		soft_panic(-EIO, "on purpose");
	case EXITS:
		soft_exit(9);
	case FAULTS:
		READ_ONCE(victim_of_end)(NULL);
		break;
	case RETURNS:
		break;
	}
}

typedef void call_fn(void *unused);

RECOVER_FN(int, calls, call_fn *, fn, enum ending, how)
{
	STEP(1);
	defer_recover_with(recover_7, NULL);
	STEP(2);
	defer_call(fn, NULL);
	STEP(3);
	if (trap_faults())
		return -EOPNOTSUPP;
	end(how);
	return 5;
}

#endif /* FAULTS_CALLS_H */
