// SPDX-License-Identifier: GPL-2.0
/*
 * The stack of the current context: who called, what runs, what is given back.
 */
#include <linux/kasan.h>
#include <linux/kernel.h>
#include <linux/ptrace.h>
#include <linux/sched/task_stack.h>

#include "stack.h"
#include "unwind.h"

/*
 * What a soft panic needs below the code that gives up: its own state and loop,
 * as much again for the deferred calls, and in the worst case an oops.
 */
static_assert(sizeof(struct unwind) + 2048 <= ARCH_STACK_ROOM_BYTES);
static_assert(THREAD_SIZE / 2 > ARCH_STACK_ROOM_BYTES);

/**
 * stack_has_room() - is there room for a soft panic?
 * @sp: an address on the stack
 *
 * Return: true also where the bounds are not known; that is refused elsewhere.
 */
bool stack_has_room(unsigned long sp)
{
	unsigned long low = (unsigned long)task_stack_page(current);
	unsigned long high;

	if (sp - low >= THREAD_SIZE && !arch_stack_bounds(sp, &low, &high))
		return true;
	return sp - low >= ARCH_STACK_ROOM_BYTES;
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
 * stack_save() - the call stack that raised a panic, as return addresses
 * @origin:  the panic's; the stack must stand
 * @entries: where to put them, innermost first
 * @max:     room in @entries
 *
 * Return: how many there are.
 */
unsigned int stack_save(const struct soft_panic_origin *origin,
			unsigned long *entries, unsigned int max)
{
	const struct cursor *from = &origin->from;
	struct fault_regs regs;
	unsigned int n = 0;
	struct walk w;
	bool ready;

	if (origin->exact)
		ready = walk_start_fault(&w, arch_fault_regs(&regs, from),
					 from);
	else
		ready = walk_start(&w, origin->client, from);
	if (!max || !ready)
		return 0;
	do {
		if (!n || !walk_is_own(&w))
			entries[n++] = w.at.ip;
	} while (n < max && walk_step(&w));
	if (origin->exact)
		entries[0]--;
	return n;
}

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
#ifdef CONFIG_KASAN_GENERIC
	extern void __asan_allocas_unpoison(void *top, ssize_t bottom);

	__asan_allocas_unpoison(__builtin_frame_address(0), to);
#endif
}
