/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's unwinder, whichever it is built with. Its interface is one, what
 * its state says is not.
 */
#ifndef KDEFER_UNWINDER_H
#define KDEFER_UNWINDER_H

#ifdef CONFIG_UNWINDER_ORC
#include "unwinder_orc.h"
#else
#include "unwinder_fp.h"
#endif

#include "../tracers.h"

/* Puts what was there before all tracers in the place of what it has found. */
static inline void unwinder_correct(struct unwind_state *state)
{
	state->ip = tracers_real(state->ip, unwinder_slot(state));
}

static inline void unwinder_next(struct unwind_state *state)
{
	unwind_next_frame(state);
	unwinder_correct(state);
}

#endif /* KDEFER_UNWINDER_H */
