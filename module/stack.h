/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The stack of the current context: who called, what runs, what is given back.
 */
#ifndef KDEFER_STACK_H
#define KDEFER_STACK_H

#include <linux/sched.h>
#include <linux/sched/task_stack.h>

#include "pad_table.h"
#include "walk.h"

struct unwind;

/* Where the function that says it was called from. */
#define CALLER()                                                    \
	((struct cursor){                                           \
		.ip = (unsigned long)__builtin_return_address(0),   \
		.bp = *(unsigned long *)__builtin_frame_address(0), \
		.slot = (unsigned long)__builtin_frame_address(0) + \
			sizeof(long),                               \
	})

bool stack_has_room_elsewhere(unsigned long sp);
bool stack_next_call(struct walk *w);
unsigned int stack_save(const struct unwind *u, unsigned long *entries,
			unsigned int max, bool first);

/* The second walk that landing pads take: see visit_with_pads(). */
#define STACK_FOR_PADS_BYTES 512

/* How much stack a soft panic begins with at least. */
static inline unsigned long stack_needed(void)
{
	return ARCH_STACK_ROOM_BYTES +
	       (static_branch_unlikely(&kdefer_pads_known) ?
			STACK_FOR_PADS_BYTES :
			0);
}

/**
 * stack_has_room() - is there room for a soft panic?
 * @sp: an address on the stack
 *
 * Return: true also where the bounds are not known; that is refused elsewhere.
 */
static inline bool stack_has_room(unsigned long sp)
{
	unsigned long left = sp - (unsigned long)task_stack_page(current);

	return likely(left < THREAD_SIZE) ? left >= stack_needed() :
					    stack_has_room_elsewhere(sp);
}

#ifdef CONFIG_KASAN_GENERIC
void stack_give_back(unsigned long to);
#else
static inline void stack_give_back(unsigned long to)
{
}
#endif

#endif /* KDEFER_STACK_H */
