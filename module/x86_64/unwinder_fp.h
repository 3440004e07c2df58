/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the kernel's frame pointer unwinder stands: state.bp points to a record,
 * the caller's rbp and above it the return address. See unwind_fp.c.
 */
#ifndef KDEFER_UNWINDER_FP_H
#define KDEFER_UNWINDER_FP_H

#include <asm/unwind.h>

#include "../cursor.h"

static inline unsigned long unwinder_slot(const struct unwind_state *state)
{
	return (unsigned long)(state->regs ? &state->regs->ip : state->bp + 1);
}

/* After a call through NULL the record is made up, and its rbp is kept apart. */
static inline unsigned long unwinder_bp(const struct unwind_state *state)
{
	return (unsigned long)state->next_bp ?: READ_ONCE(*state->bp);
}

/* Registers would have to be in a frame. */
static inline bool unwinder_advance_from(struct foreign *f,
					 const struct cursor *at)
{
	return false;
}

/* That is asked below. */
static inline bool unwinder_knows_text(unsigned long ip)
{
	return true;
}

/* It would follow rbp through anything. */
static inline bool unwinder_is_in_code(struct unwind_state *state)
{
	return unwind_get_return_address(state);
}

void unwinder_check_fault(struct foreign *f, const struct pt_regs *regs);
bool unwinder_met_gate(struct foreign *f, struct cursor *next);
bool unwinder_sync(struct foreign *f, unsigned long slot);

#endif /* KDEFER_UNWINDER_FP_H */
