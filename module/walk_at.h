/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where a walk stands, for walk.c and its kin: is that a gate, may it be trusted, whose is
 * it, and what is next where that is simple?
 */
#ifndef KDEFER_WALK_AT_H
#define KDEFER_WALK_AT_H

#include <linux/align.h>
#include <linux/compiler.h>
#include <linux/minmax.h>
#include <linux/uaccess.h>

#include <arch_gate.h>

#include "clients.h"
#include "cursor.h"
#include "gates.h"
#include "pad_frame.h"
#include "pad_table.h"
#include "state.h"
#include "tracers.h"

/* Is the text at @ip known to be there? */
static inline bool is_readable(const struct walk *w, unsigned long ip)
{
	return text_has(&w->client, ip) || text_has(&walk_own_text, ip);
}

/* Is the function at @ip said to keep a frame pointer, and its text readable? */
static inline bool is_trusted(const struct walk *w, unsigned long ip)
{
	return w->trusts && is_readable(w, ip);
}

static inline bool is_on_stack(const struct walk *w, unsigned long addr,
			       unsigned long bytes)
{
	return addr >= w->low && addr <= w->high - bytes &&
	       IS_ALIGNED(addr, sizeof(long));
}

static inline unsigned long read_stack(unsigned long addr)
{
	return READ_ONCE(*(unsigned long *)addr);
}

static inline bool lost(struct walk *w, const char *why)
{
	w->why = why;
	return false;
}

/* Does a whole frame lie there, alive or passed (frame_pass())? */
static inline bool has_frame(const struct walk *w, unsigned long frame)
{
	const struct call_frame *f = (void *)frame;
	unsigned long life;

	if (!is_on_stack(w, frame, sizeof(*f)))
		return false;
	life = READ_ONCE(f->life);
	return likely(life == kdefer_life(f)) || life == frame_passed(f);
}

/*
 * Stands @at in a gate of this kind, whose mark is @text? Where its frame is follows from that
 * and its frame pointer: the slot may be that of a copy, and what lies above a copy anything, an
 * old frame too, that says of itself what it likes. The cursor moves to the return address that
 * the frame stands on.
 */
static __always_inline bool meet_gate(const struct walk *w, enum gate_kind kind,
				      const u32 *text, struct cursor *at)
{
	const unsigned int room = gate_mark_room(text);
	const unsigned long frame = arch_gate_frame(kind, at->bp, room);

	if (unlikely(frame <= at->slot) || unlikely(!has_frame(w, frame)))
		return false;
	/* What a recovery finds behind the slots it finds by what the frame says. */
	if (unlikely(kind != CALL_GATE &&
		     ((const struct defer_frame *)frame)->room != room))
		return false;
	at->slot = frame - sizeof(long);
	return true;
}

/*
 * A tracer has put its address in the place of a return address of which only the copy
 * was found, and cannot be asked about that. If the function was called by a gate, its
 * caller's frame pointer is the gate's.
 */
static inline void identify_by_bp(struct walk *w)
{
	enum gate_kind kind;
	unsigned long slot;

	kind = gate_by_bp(w->at.bp, w->at.slot + sizeof(long), w->high, &slot);
	if (kind == NO_GATE)
		return;
	w->at.slot = slot;
	w->at.ip = tracers_real(read_stack(slot), arch_slot_key(slot));
	w->kind = kind;
}

/*
 * The frame of a landing pad whose function has the record that begins at @bp, as is written below
 * the frame, and which has called what lies below @from; none is above @last. 0: there is none. In
 * that part of the stack no other gate can live.
 */
static inline unsigned long pad_between(unsigned long from, unsigned long bp,
					unsigned long last)
{
	const unsigned long slot = gate_search(from, min(bp, last));
	const unsigned long frame = slot + sizeof(long);

	return slot && pad_runs((void *)frame) && arch_slot_key(slot) == bp ?
		       frame :
		       0;
}

/*
 * Is it a landing pad that has called? What is above the slot says so, no mark does. Returns its
 * frame, or 0.
 */
static __always_inline unsigned long pad_met(const struct walk *w)
{
	const unsigned long frame = w->at.slot + sizeof(long);

	if (!static_branch_unlikely(&kdefer_pads_known))
		return 0;
	if (!ARCH_RECORDS_END_FRAMES)
		return pad_between(frame, w->at.bp,
				   w->high - sizeof(struct pad_frame));
	return is_on_stack(w, frame, sizeof(struct pad_frame)) &&
			       gate_lives(frame) && pad_runs((void *)frame) ?
		       frame :
		       0;
}

/* The walk has come to what that pad has called: the cursor is at the pad's frame from now on. */
static inline void stand_on_pad(struct walk *w, unsigned long frame)
{
	const struct unwind *older = ((struct call_frame *)frame)->unwind;

	if (unlikely(w->traced))
		w->at.ip = tracers_find_since(
			arch_address(read_stack(w->at.slot)),
			arch_return_key(w->at.slot, w->at.bp),
			older->graph_index, older->pads.returns);
	w->at.slot = frame - sizeof(long);
}

/*
 * What stands where the walk stands? Where it is certainly a mark, but no frame proves that
 * it lives, one was overwritten, and what it had to clean up is not to be trusted.
 */
static __always_inline bool identify(struct walk *w)
{
	u32 copy[ARCH_MARK_BYTES / sizeof(u32)] __uninitialized;
	const u32 *text = (const u32 *)w->at.ip;
	const unsigned long pad = pad_met(w);

	w->kind = NO_GATE;
	if (unlikely(pad)) {
		if (!ARCH_RECORDS_END_FRAMES)
			stand_on_pad(w, pad);
		w->simple = is_trusted(w, w->at.ip) && !w->wary && !w->by_step;
		w->kind = CALL_GATE;
		return true;
	}
	w->simple = is_trusted(w, w->at.ip);
	if (likely(w->simple)) {
		w->simple = !w->wary && !w->by_step;
		if (likely(gate_mark_kind(text) == NO_GATE))
			return true;
	} else if (!is_readable(w, w->at.ip)) {
		if (copy_from_kernel_nofault(copy, text, sizeof(copy)))
			return lost(
				w,
				"a return address that is not in readable text");
		if (!arch_is_behind_call(w->at.ip))
			return lost(w,
				    "a return address that no call has left");
		text = copy;
	}
	w->kind = gate_mark_kind(text);
	if (likely(w->kind == NO_GATE)) {
		if (ARCH_SLOTS_MAY_BE_COPIES && unlikely(w->traced))
			identify_by_bp(w);
		return true;
	}
	if (likely(meet_gate(w, w->kind, text, &w->at)))
		return true;
	w->kind = NO_GATE;
	return arch_mark_is_certain(text) ?
		       lost(w, "a frame that was overwritten") :
		       true;
}

/*
 * The frame pointer of what stands there. Where a gate's frame is followed from it, but for
 * the gate that aligns its frame: that one keeps it.
 */
static inline unsigned long gate_bp(const struct walk *w)
{
	return unlikely(w->kind == CALL_GATE) ? walk_call(w)->bp : w->at.bp;
}

/* The walk has come to a gate: what comes now is another stretch. */
static __always_inline void begin_stretch(struct walk *w)
{
	w->clear = gate_bp(w);
	w->by_step = false;
	w->stretch.saved = false;
}

static inline void trace(struct walk *w)
{
	if (w->next != &w->trace[TRACE_KEPT] && !walk_is_own(w))
		*w->next++ = w->at.ip;
}

/* Is that code of a client? Where it is not known whose panic it is, all are asked. */
static inline bool is_of_client(const struct walk *w)
{
	return text_has(&w->client, w->at.ip) || w->kind != NO_GATE ||
	       (w->asks && clients_find(w->at.ip));
}

/* What is no client's is passed by: see passed.c. */
static inline void note_passed(struct walk *w)
{
	if (!w->client.bytes && !w->asks)
		return;
	if (is_of_client(w))
		walk_note_passed(w, 0);
	else if (!walk_is_own(w))
		walk_note_passed(w, w->at.ip);
}

/* A frame record, and with it what it takes to see the frame of a landing pad above it. */
static __always_inline unsigned long record_bytes(bool pads)
{
	return 2 * sizeof(long) + (pads ? sizeof(struct pad_frame) : 0);
}

/* Whose text does a record lead to? */
enum record_text {
	RECORD_UNKNOWN, /* what comes next is not so simple, and left to step() */
	RECORD_OWN,
	RECORD_CLIENT,
};

/* Does a gate live above what is called there, which is a landing pad's if it is not a body? */
static __always_inline bool may_be_pad(const struct cursor *at,
				       unsigned long top)
{
	const unsigned long frame = at->slot + sizeof(long);

	return ARCH_RECORDS_END_FRAMES ? gate_lives(frame) :
					 pad_between(frame, at->bp, top);
}

/* By frame pointer alone; the address is arch_address() of what is there. */
static __always_inline bool
read_record(unsigned long last, const struct cursor *at, struct cursor *next)
{
	const unsigned long *record = (const unsigned long *)at->bp;

	if (at->bp <= at->slot || at->bp > last ||
	    !IS_ALIGNED(at->bp, sizeof(long)))
		return false;
	next->bp = record[0];
	next->ip = arch_address(record[1]);
	next->slot = at->bp + sizeof(long);
	return true;
}

/*
 * The next cursor, through trusted text. No record further up than @last is followed, and none
 * is on the stack, with record_bytes(), further up than @top. @pads: may there be any?
 */
static __always_inline enum record_text
next_record(const struct text_range *client, unsigned long last,
	    unsigned long top, bool pads, const struct cursor *at,
	    struct cursor *next)
{
	if (!read_record(last, at, next))
		return RECORD_UNKNOWN;
	if (unlikely(!text_has(client, next->ip)))
		return text_has(&walk_own_text, next->ip) ? RECORD_OWN :
							    RECORD_UNKNOWN;
	/* What was called by a pad has that one's frame above its own; so has a body its gate's. */
	if (pads && may_be_pad(next, top) &&
	    gate_mark_kind((const u32 *)next->ip) == NO_GATE)
		return RECORD_UNKNOWN;
	return RECORD_CLIENT;
}

#endif /* KDEFER_WALK_AT_H */
