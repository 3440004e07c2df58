/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The state machine: one loop for soft panics and exits.
 *
 * A struct unwind lives on the stack of the code that gave up. Its loop visits
 * gates from the inside outwards and makes their deferred calls, each through
 * kdefer_call(), a gate of its own kind. If such a call gives up in turn, the new
 * unwind walks outwards until it meets that gate, hands what it brings to the
 * older one, and goes back to its loop:
 *
 *	| f1	RECOVER_FN	    |	not visited yet
 *	| f2	DEFER_FN	    | <- A stands here: f2's calls are being made
 *	| f3			    |	visited, or a plain function
 *	| soft_panic()  unwind A    | <- ... the newer panic becomes A's
 *	| kdefer_call()		    | <- B meets this gate ...
 *	| deferred call of f2	    |	 given back
 *	| soft_panic()  unwind B    |	 given back
 */
#ifndef KDEFER_UNWIND_H
#define KDEFER_UNWIND_H

#include "state.h"

void unwind_recover(struct unwind *u, unsigned long result);
struct soft_panic *unwind_in_flight(struct unwind *u);

#endif /* KDEFER_UNWIND_H */
