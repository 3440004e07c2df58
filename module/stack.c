// SPDX-License-Identifier: GPL-2.0
/*
 * The stack of the current context: who called, what runs, what is given back.
 */
#include <linux/kernel.h>
#include <linux/ptrace.h>

#include "stack.h"
#include "state.h"

/*
 * What a soft panic needs below the code that gives up: its own state and loop,
 * as much again for the deferred calls, and in the worst case an oops.
 */
static_assert(sizeof(struct unwind) + 2048 <= ARCH_STACK_ROOM_BYTES);
static_assert(sizeof(struct walk) + 4 * sizeof(long) <= STACK_FOR_PADS_BYTES);
static_assert(THREAD_SIZE / 2 > ARCH_STACK_ROOM_BYTES + STACK_FOR_PADS_BYTES);

/* stack_has_room() on another stack than the task's. */
bool stack_has_room_elsewhere(unsigned long sp)
{
	unsigned long low, high;

	return !arch_stack_bounds(sp, &low, &high) ||
	       sp - low >= stack_needed();
}

/**
 * stack_next_call() - go outwards to the next deferred call that is running
 * @w: the walk; stands on the gate of kdefer_call() when true is returned
 *
 * Return: false if there is none.
 */
bool stack_next_call(struct walk *w)
{
	while (walk_to_gate(w) == WALK_GATE)
		if (w->kind == CALL_GATE)
			return true;
	return false;
}

/**
 * stack_save() - the stack that an unwind began on, as return addresses
 * @u:	     the unwind
 * @entries: where to put them, innermost first
 * @max:     room in @entries
 * @first:   is the innermost where a panic was raised? That one may be our own
 *
 * Return: how many there are.
 */
unsigned int stack_save(const struct unwind *u, unsigned long *entries,
			unsigned int max, bool first)
{
	struct fault_regs regs;
	unsigned int n = 0;
	struct walk w __uninitialized;
	bool ready;

	if (u->exact)
		ready = walk_start_fault(&w, arch_fault_regs(&regs, u->from),
					 u->from, NULL);
	else
		ready = walk_start(&w, u->client, u->from);
	if (!max || !ready)
		return 0;
	do {
		if ((first && !n) || !walk_is_own(&w))
			entries[n++] = w.at.ip;
	} while (n < max && walk_step(&w));
	if (u->exact)
		entries[0]--;
	return n;
}

#ifdef CONFIG_KASAN_GENERIC
/**
 * stack_give_back() - everything below an address is no longer in use
 * @to: the address
 *
 * KASAN has poisoned what lies between the variables of the functions that will
 * not return. The function that it has for dynamic stack objects is the only one
 * that a module can reach.
 */
void stack_give_back(unsigned long to)
{
	extern void __asan_allocas_unpoison(void *top, ssize_t bottom);

	__asan_allocas_unpoison(__builtin_frame_address(0), to);
}
#endif
