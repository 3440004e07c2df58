/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the kernel's ORC unwinder stands: state.sp is the stack pointer that the
 * caller has after the return, so the address lies right below it.
 */
#ifndef KDEFER_UNWINDER_ORC_H
#define KDEFER_UNWINDER_ORC_H

#include <asm/pgtable.h>
#include <asm/unwind.h>

#include "../tracers.h"
#include "../cursor.h"

static inline unsigned long unwinder_slot(const struct unwind_state *state)
{
	return state->sp - sizeof(long);
}

static inline unsigned long unwinder_bp(const struct unwind_state *state)
{
	return state->bp;
}

/*
 * Is it text? The unwinder takes data of a module for the nearest function of that one,
 * and goes on from there. Whether a return address is text it says when it stands on it.
 */
static inline bool unwinder_knows_text(unsigned long ip)
{
	struct unwind_state state = {
		.ip = ip,
		.stack_info.type = STACK_TYPE_TASK,
	};

	return ip < MODULES_VADDR || unwind_get_return_address(&state);
}

/*
 * A return address, the stack pointer and rbp are all that the unwinder needs: it need
 * not come there frame by frame. The registers are not used any more once it has left
 * the function that they belong to, which it does at once. It looks up the instruction
 * itself, not the one before it.
 */
static inline bool unwinder_advance_from(struct foreign *f,
					 const struct cursor *at)
{
	struct pt_regs regs = {
		.ip = at->ip - 1,
		.bp = at->bp,
		.sp = at->slot + sizeof(long),
		.cs = __KERNEL_CS,
	};

	__unwind_start(&f->state, current, &regs, (unsigned long *)at->slot);
	f->started = true;
	/* That it goes on at once is not promised. */
	if (f->state.regs == &regs && !unwind_error(&f->state))
		unwind_next_frame(&f->state);
	f->state.ip = tracers_real(f->state.ip, unwinder_slot(&f->state));
	return true;
}

/* It finds out itself when it goes on. */
static inline bool unwinder_is_in_code(struct unwind_state *state)
{
	return true;
}

/* ORC knows of each instruction whether there is a frame yet, and where. */
static inline void unwinder_check_fault(struct foreign *f,
					const struct pt_regs *regs)
{
}

static inline bool unwinder_met_gate(struct foreign *f, struct cursor *next)
{
	return false;
}

/* Not needed: it starts anywhere. */
static inline bool unwinder_sync(struct foreign *f, unsigned long slot)
{
	return false;
}

#endif /* KDEFER_UNWINDER_ORC_H */
