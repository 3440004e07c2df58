/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Return addresses on the stack, of x86-64 and of User Mode Linux on it: see ../arch.h.
 */
#ifndef KDEFER_RETURN_SLOT_H
#define KDEFER_RETURN_SLOT_H

/* What a return address on the stack is, without what a processor adds to it. */
static inline unsigned long arch_address(unsigned long word)
{
	return word;
}

/* Can a call return there? Whoever finds it knows what is code. */
static inline bool arch_is_behind_call(unsigned long ip)
{
	return true;
}

/* By what tracers know the return of a function: where its address lies. */
static inline unsigned long arch_return_key(unsigned long slot,
					    unsigned long bp)
{
	return slot;
}

static inline unsigned long arch_slot_key(unsigned long slot)
{
	return slot;
}

/* What a function has called has its return address below that one's frame pointer. */
static inline unsigned long arch_keys_end(unsigned long bp)
{
	return bp;
}

#endif /* KDEFER_RETURN_SLOT_H */
