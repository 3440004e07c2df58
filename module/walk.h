/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Walking the stack outwards, from gate to gate.
 */
#ifndef KDEFER_WALK_H
#define KDEFER_WALK_H

#include "cursor.h"
#include "walk_start.h"

struct kdefer_client;

/* The result of a walk. */
enum walk_result {
	WALK_GATE, /* stands on a gate */
	WALK_END, /* the outermost frame of this context was passed */
	WALK_LOST, /* the way on is not certain; walk.why says what is wrong */
};

enum walk_result walk_to_gate(struct walk *w);
bool walk_step(struct walk *w);
void walk_check_edge(struct walk *w, const struct kdefer_client *client,
		     const struct cursor *from);

/* Another walk from where @from stands. It remembers nothing of the way. */
static inline void walk_fork(struct walk *w, const struct walk *from)
{
	*w = *from;
	w->next = &w->trace[TRACE_KEPT];
	w->stretch.next = w->next;
}

#endif /* KDEFER_WALK_H */
