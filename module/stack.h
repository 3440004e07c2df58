/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The stack of the current context: who called, what runs, what is given back.
 */
#ifndef KDEFER_STACK_H
#define KDEFER_STACK_H

#include "walk.h"

struct soft_panic_origin;

/* Where the function that says it was called from. */
#define CALLER()                                                    \
	((struct cursor){                                           \
		.ip = (unsigned long)__builtin_return_address(0),   \
		.bp = *(unsigned long *)__builtin_frame_address(0), \
		.slot = (unsigned long)__builtin_frame_address(0) + \
			sizeof(long),                               \
	})

bool stack_has_room(unsigned long sp);
bool stack_next_call(struct walk *w);
unsigned int stack_save(const struct soft_panic_origin *origin,
			unsigned long *entries, unsigned int max);
void stack_give_back(unsigned long to);

/* tracers.c */
void tracers_note(int *index, int *depth);
void tracers_give_back(unsigned long from, unsigned long to, int index,
		       int depth);

#endif /* KDEFER_STACK_H */
