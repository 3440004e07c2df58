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

/*
 * Another walk from where @from stands. It remembers nothing of the way.
 *
 * Field by field, each of struct walk: what is not needed is as large as the rest, and a processor
 * that reads more at once than was written a moment ago waits. Without @nr_passed there is nothing
 * in @passed.
 */
static inline void walk_fork(struct walk *w, const struct walk *from)
{
	w->at = from->at;
	w->edge = from->edge;
	w->kind = from->kind;
	w->fresh = from->fresh;
	w->wary = from->wary;
	w->by_step = from->by_step;
	w->trusts = from->trusts;
	w->traced = from->traced;
	w->simple = from->simple;
	w->asks = from->asks;
	w->steps = from->steps;
	w->clear = from->clear;
	w->end = from->end;
	w->low = from->low;
	w->high = from->high;
	w->client = from->client;
	w->why = from->why;
	w->next = &w->trace[TRACE_KEPT];
	w->nr_passed = 0;
	w->stretch.saved = false;
	if (unlikely(from->stretch.saved)) {
		w->stretch = from->stretch;
		w->stretch.next = w->next;
		w->stretch.nr_passed = 0;
	}
	foreign_fork(&w->foreign, &from->foreign);
}

#endif /* KDEFER_WALK_H */
