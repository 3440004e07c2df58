// SPDX-License-Identifier: GPL-2.0
/*
 * Walking the stack outwards, from gate to gate.
 *
 * Two ways lead from a function to its caller. Where the text is said to keep frame
 * pointers (the client's own, ours, gates; all of it where the kernel is built so) two
 * words are read from the stack. Elsewhere the kernel's unwinder is asked. A gate that
 * is passed by is lost cleanup. So every word that a step goes past is looked at: a
 * gate that lives is known by its looks. Where there is one, or frame pointers lead
 * nowhere, they are not what they were said to be: the way from the last gate is gone
 * again by the kernel's unwinder alone. Where that is no better, the walk stops and
 * says why.
 */
#include <linux/align.h>
#include <linux/compiler.h>

#include <arch_gate.h>

#include "gates.h"
#include "tracers.h"
#include "walk.h"
#include "walk_at.h"
#include "walk_skim.h"

/* The frame record at @bp, which must lie above what the function called. */
static bool is_record(const struct walk *w, unsigned long bp,
		      unsigned long slot)
{
	return bp > slot && is_on_stack(w, bp, 2 * sizeof(long));
}

/* A step by frame pointer. */
static enum foreign_step step_by_frame(struct walk *w, struct cursor *next)
{
	unsigned long bp = gate_bp(w);

	if (!is_record(w, bp, w->at.slot)) {
		w->end = w->high;
		if (arch_leads_out(bp, w->low))
			return FOREIGN_END;
		w->why = "a frame pointer that leads nowhere";
		return FOREIGN_LOST;
	}
	next->bp = read_stack(bp);
	next->slot = bp + sizeof(long);
	next->ip = arch_address(read_stack(next->slot));
	w->end = next->slot;
	if (arch_is_end((const unsigned long *)bp, w->at.ip))
		return FOREIGN_END;
	if (unlikely(w->traced))
		next->ip = tracers_real(next->ip,
					arch_return_key(next->slot, next->bp));
	return FOREIGN_STEPPED;
}

static enum foreign_step next_frame(struct walk *w, struct cursor *next)
{
	enum foreign_step how;

	if (w->kind == NO_GATE &&
	    (ARCH_ALL_FRAME_POINTERS ? unlikely(foreign_is_ahead(&w->foreign)) :
				       !is_trusted(w, w->at.ip)))
		return foreign_step(w, next);
	how = step_by_frame(w, next);
	/* The kernel's unwinder goes on from there, and needs the slot itself. */
	if (!ARCH_ALL_FRAME_POINTERS && w->kind == NO_GATE &&
	    how == FOREIGN_STEPPED && !is_trusted(w, next->ip))
		return foreign_step(w, next);
	return how;
}

/*
 * Does a gate that lives have its frame between what is clear and @to? Else all is
 * clear up to there.
 */
static __always_inline bool passes_gate(struct walk *w, unsigned long to)
{
	const unsigned long last = w->high - sizeof(struct call_frame);

	if (unlikely(to > last))
		to = last;
	if (unlikely(gate_search(w->clear, to))) {
		w->why = "a gate that is passed by";
		return true;
	}
	w->clear = to;
	return false;
}

/*
 * It has gone past a gate. Was that the frame of a landing pad whose cleanup has had its stack
 * realigned by the compiler? The walk stood on the copy of its return address then, further down.
 * @trace: as it was before that step.
 */
static bool stand_on_passed_pad(struct walk *w, unsigned long *trace)
{
	const struct cursor pad = w->edge;
	const unsigned long slot = gate_search(w->clear, w->high);
	const unsigned long frame = slot + sizeof(long);

	if (!ARCH_RECORDS_END_FRAMES ||
	    !static_branch_unlikely(&kdefer_pads_known))
		return false;
	if (slot <= pad.slot || slot >= pad.bp ||
	    !is_on_stack(w, frame, sizeof(struct pad_frame)) ||
	    !pad_runs((void *)frame) ||
	    tracers_real(arch_address(read_stack(slot)), arch_slot_key(slot)) !=
		    pad.ip)
		return false;
	w->at = pad;
	w->at.slot = slot;
	w->kind = CALL_GATE;
	w->simple = false;
	w->why = NULL;
	w->next = trace;
	w->steps--;
	begin_stretch(w);
	return true;
}

/* Leaves @w where it is unless it returns WALK_GATE: "stepped" here. */
static enum walk_result step(struct walk *w)
{
	unsigned long *const trace_before = w->next;
	struct cursor next __uninitialized;

	switch (next_frame(w, &next)) {
	case FOREIGN_LOST:
		return WALK_LOST;
	case FOREIGN_END:
		return passes_gate(w, w->end) ? WALK_LOST : WALK_END;
	case FOREIGN_STEPPED:
		break;
	}
	if ((!ARCH_PLAIN_ENTRIES || unlikely(w->wary)) &&
	    arch_is_context_entry(next.ip))
		return passes_gate(w, next.slot) ? WALK_LOST : WALK_END;
	w->edge = w->at;
	w->at = next;
	w->steps++;
	trace(w);
	if (!identify(w))
		return WALK_LOST;
	if (passes_gate(w, w->kind == NO_GATE ? w->at.slot + sizeof(long) :
						below_gate(&w->at)))
		return stand_on_passed_pad(w, trace_before) ? WALK_GATE :
							      WALK_LOST;
	note_passed(w);
	if (w->kind != NO_GATE)
		begin_stretch(w);
	return WALK_GATE;
}

/*
 * The way to the next gate once more: frame by frame, where a landing pad may have been passed by,
 * and then without trust in frame pointers.
 */
static bool go_again(struct walk *w)
{
	const bool by_step = ARCH_RECORDS_END_FRAMES && !w->by_step &&
			     static_branch_unlikely(&kdefer_pads_known);

	/* What led astray at first is what is wrong. */
	w->stretch.why = w->stretch.why ?: w->why;
	if (!by_step && (ARCH_ALL_FRAME_POINTERS || !w->trusts)) {
		w->why = w->stretch.why;
		return false;
	}
	w->by_step = true;
	w->trusts = by_step && w->trusts;
	w->simple = false;
	w->why = NULL;
	w->at = w->stretch.at;
	w->kind = w->stretch.kind;
	w->clear = w->stretch.clear;
	w->next = w->stretch.next;
	w->nr_passed = w->stretch.nr_passed;
	w->stretch.saved = true;
	foreign_restart(&w->foreign);
	return true;
}

/**
 * walk_to_gate() - go outwards to the next gate
 * @w: the walk; stands on the gate after WALK_GATE
 *
 * A deferred call that is no function at all faults at the gate that makes it: a
 * walk may begin on one.
 *
 * Return: see enum walk_result.
 */
enum walk_result walk_to_gate(struct walk *w)
{
	enum walk_result result;

	if (unlikely(w->fresh)) {
		w->fresh = false;
		return WALK_GATE;
	}
	for (;;) {
		if (likely(w->simple) && skim_to_gate(w))
			return WALK_GATE;
		save_stretch(w);
		result = step(w);
		if (unlikely(result == WALK_LOST) && go_again(w))
			continue;
		if (result != WALK_GATE || w->kind != NO_GATE)
			return result;
	}
}

/**
 * walk_step() - go outwards by one frame
 * @w: the walk
 *
 * Return: false at the end or where the way is lost.
 */
bool walk_step(struct walk *w)
{
	return step(w) == WALK_GATE;
}

/**
 * walk_check_edge() - is it certain where the function at a gate was left?
 * @w:	    the walk, on the gate of a frame that will be returned from
 * @client: as of walk_start()
 * @from:   likewise, where @w began
 *
 * What lies below walk.edge is about to be overwritten, while deferred calls refer to
 * variables of the function above it. A frame pointer may have led there by a record that
 * is one of those variables, a copy: the kernel's unwinder is asked as well, and is right.
 */
noinline void walk_check_edge(struct walk *w,
			      const struct kdefer_client *client,
			      const struct cursor *from)
{
	struct walk again __uninitialized;

	if (ARCH_ALL_FRAME_POINTERS || !w->trusts ||
	    !walk_start(&again, client, from))
		return;
	again.trusts = false;
	again.simple = false;
	while (walk_to_gate(&again) == WALK_GATE) {
		if (again.at.slot != w->at.slot)
			continue;
		w->edge = again.edge;
		return;
	}
}
