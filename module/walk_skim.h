/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The simplest way to the next gate, by frame pointer through trusted text alone: most of what
 * a soft panic does, inline in its loop.
 */
#ifndef KDEFER_WALK_SKIM_H
#define KDEFER_WALK_SKIM_H

#include <linux/compiler.h>

#include "cursor.h"
#include "gates.h"
#include "pad_table.h"
#include "walk_at.h"

/*
 * A frame that begins here or further up would reach into what the gate at @at stands on:
 * no two that live do. What says otherwise is left over, in a word that nobody has written.
 */
static __always_inline unsigned long below_gate(const struct cursor *at)
{
	return at->slot - sizeof(struct call_frame) + sizeof(long);
}

/* Before anything of the way to the next gate is written that may have to go again. */
static __always_inline void save_stretch(struct walk *w)
{
	if (w->stretch.saved)
		return;
	w->stretch.saved = true;
	w->stretch.at = w->at;
	w->stretch.kind = w->kind;
	w->stretch.clear = w->clear;
	w->stretch.next = w->next;
	w->stretch.nr_passed = w->nr_passed;
	w->stretch.why = NULL;
}

/*
 * Goes on by frame pointer to the next gate, through trusted text alone. False: what
 * comes next is not so simple, and left to step(). @pads: may there be landing pads?
 */
static __always_inline bool skim(struct walk *w, const bool pads)
{
	const unsigned long last = w->high - record_bytes(pads);
	const struct text_range client = w->client;
	unsigned long *const trace_end = &w->trace[TRACE_KEPT];
	unsigned long *trace = w->next;
	struct cursor at = w->at, next;
	unsigned int steps = w->steps;
	enum record_text text;
	enum gate_kind kind;
	const u32 *mark;

	at.bp = gate_bp(w);
	for (;;) {
		text = next_record(&client, last, last, pads, &at, &next);
		if (unlikely(text == RECORD_UNKNOWN))
			goto not_so_simple;
		if (text == RECORD_CLIENT && trace != trace_end)
			*trace++ = next.ip;
		if (gate_may_be_mark((const u32 *)next.ip))
			break;
		at = next;
		steps++;
	}
	mark = (const u32 *)next.ip;
	/* Else the compiler takes its kind apart before it is known to be one. */
	OPTIMIZER_HIDE_VAR(mark);
	kind = gate_mark_kind(mark);
	if (unlikely(kind == NO_GATE) ||
	    unlikely(!meet_gate(w, kind, mark, &next)) ||
	    unlikely(gate_search(w->clear, below_gate(&next))))
		goto not_so_simple;
	w->steps = steps + 1;
	w->edge = at;
	w->at = next;
	w->kind = kind;
	w->next = trace;
	begin_stretch(w);
	return true;

not_so_simple:
	save_stretch(w);
	/* It may stand on the gate still where it began. */
	if (steps != w->steps) {
		w->steps = steps;
		w->at = at;
		w->kind = NO_GATE;
	}
	w->next = trace;
	return false;
}

static noinline bool skim_with_pads(struct walk *w)
{
	return skim(w, true);
}

/* The loop is there twice, so that it asks for landing pads once. */
static __always_inline bool skim_to_gate(struct walk *w)
{
	return static_branch_unlikely(&kdefer_pads_known) ? skim_with_pads(w) :
							    skim(w, false);
}

#endif /* KDEFER_WALK_SKIM_H */
