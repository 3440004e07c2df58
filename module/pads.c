// SPDX-License-Identifier: GPL-2.0
/*
 * Landing pads: what plain functions of clients hold is cleaned up when an unwind goes past.
 *
 * A pad is what gcc has written for the end of a function that is left by an exception: the
 * cleanups that are due at one place in it, and then a call of __kdefer_resume(). It is
 * called as a deferred call is, on top of the stack of the code that gave up, with the frame
 * pointer of its function and those registers that calls keep as they were in it. What those
 * were is followed from frame to frame: a client's table says where a function has saved
 * its caller's. Of code without a table nothing is known: a pad that reads a register
 * which may have been saved there is not run, and that is said.
 *
 * The walk to the next gate comes first. It may have to be gone again, and a pad may not. A second
 * walk follows when the way is certain, and runs the pads in between, from the inside
 * outwards: before the calls of that gate, as on the normal path, where a function has
 * left its blocks when its gate makes its calls. Those of the body behind a gate are among
 * them, and take its blocks off the gate's list.
 *
 * If what a pad calls gives up, the newer unwind comes to the frame that the pad runs on, and
 * hands over as to any older one: where in the pad that was, and the registers there. The
 * pad of that place, which is the rest, is run by the older one.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/string.h>

#include <arch_gate.h>

#include "chain.h"
#include "compat.h"
#include "pad_frame.h"
#include "pads.h"
#include "seen.h"
#include "stats.h"
#include "tracers.h"
#include "walk.h"
#include "walk_at.h"

#define ALL_REGISTERS ((1U << ARCH_KEPT_REGISTERS) - 1)

static const char reads_registers[] =
	"its cleanup reads registers, which code that it called may have saved where nobody knows";
static const char only_reported[] =
	"it is built to have that reported, not cleaned up (kdefer-pads := report)";
static const char unsure[] =
	"the compiler takes what is done there for something that cannot give up";

/* Places that may hold something still. */
static DEFINE_SEEN(went_past);

/* What may be held there, and what is: then its pad was not run, which is for the audit too. */
static void report(const struct unwind *u, unsigned long ip, const char *why)
{
	stats_count(STAT_PADS_LOST);
	if (!seen_first(&went_past, ip))
		return;
	pr_warn("%s at %pS went past %pS, which may hold what is not cleaned up: %s\n",
		u->panicking ? "a soft panic" : "soft_exit()", (void *)u->site,
		(void *)ip, why);
}

static void report_lost(struct unwind *u, unsigned long ip, const char *why)
{
	u->pads.lost++;
	report(u, ip, why);
}

/**
 * pads_forget() - a client goes
 * @mod: the client
 *
 * Context: Process context.
 */
void pads_forget(const struct module *mod)
{
	seen_forget(&went_past, mod);
}

/* What the other one went past is done. */
static void go_on_from(struct pads *p, const struct pads *other)
{
	p->active = other->active;
	p->lost = other->lost;
	if (!p->active)
		return;
	memcpy(p->reg, other->reg, sizeof(p->reg));
	p->known = other->known;
	p->behind_fault = other->behind_fault;
	p->called_fault = other->called_fault;
	p->unseen = other->unseen;
	p->again = 0;
	walk_fork(p->trail, other->trail);
}

/**
 * pads_start() - the pads of what an unwind goes past are to be run
 * @u:	   the unwind; it begins where its walk does, but for the instruction that faulted
 * @trail: memory that lives as long as it does
 */
void pads_start(struct unwind *u, struct walk *trail)
{
	struct pads *p = &u->pads;

	p->trail = trail;
	if (u->goes_on_from) {
		go_on_from(p, &u->goes_on_from->pads);
		return;
	}
	p->active = true;
	p->lost = 0;
	p->again = 0;
	p->known = ARCH_REGISTERS_ARE_KEPT ? ALL_REGISTERS : 0;
	p->behind_fault = u->exact;
	p->called_fault = false;
	p->unseen = false;
	walk_fork(p->trail, &u->walk);
}

/* A function that is left outwards has saved what its caller had in the registers it uses. */
static __always_inline void
leave_place(struct pads *p, const struct pad_place *place, unsigned long bp)
{
	const u32 info = place->info;

	if (unlikely(info & (PAD_FRAME_UNKNOWN | PAD_NOWHERE))) {
		p->known = 0;
		return;
	}
	if (info & ARCH_PAD_SAVED)
		p->known |= arch_pad_load(bp, info, place->of_function, p->reg);
}

/*
 * The function that @at leads into is left outwards: what had its caller in the registers?
 * @place is what is known of it.
 * Code that has nothing on the stack, not even a frame, has saved none, and so changed none.
 */
static void leave_function(struct pads *p, const struct cursor *at,
			   const struct pad_place *place,
			   unsigned long caller_slot, bool faulted)
{
	if (text_has(&walk_own_text, at->ip) ||
	    caller_slot == at->slot + sizeof(long))
		return;
	if (faulted && !(place->info & PAD_KNOWS_FAULTS))
		p->known = 0;
	else
		leave_place(p, place, at->bp);
}

/* Gates change no register but their own. That of a RECOVER_FN has saved its caller's. */
static void leave_gate(struct pads *p, enum gate_kind kind,
		       const struct cursor *at)
{
	unsigned int i;

	if (kind != RECOVER_GATE)
		return;
	for (i = 0; i < ARCH_KEPT_REGISTERS; i++)
		p->reg[i] = arch_gate_saved(at->slot + sizeof(long), i);
	p->known = ALL_REGISTERS;
}

static void call_pad(struct unwind *u, unsigned long pad, unsigned long bp,
		     const unsigned long *reg)
{
	if (u->panicking && !u->recovered)
		panic_settle(u->now);
	stats_count(STAT_PADS);
	u->pads.again = 0;
	u->handling = false;
	tracers_note(&u->graph_index, &u->graph_depth);
	if (!ARCH_RECORDS_END_FRAMES)
		u->pads.returns = tracers_newest();
	kdefer_call_pad(u, pad, bp, reg);
}

static bool can_run(const struct pad_place *place, unsigned int known)
{
	return !(place->info & PAD_REPORTED) &&
	       !(ARCH_PAD_NEEDS(place->info) & ~known);
}

static void report_not_run(struct unwind *u, unsigned long ip,
			   const struct pad_place *place)
{
	report_lost(u, ip,
		    place->info & PAD_REPORTED ? only_reported :
						 reads_registers);
}

/* Runs the pad at @place of a function with this frame pointer, if it can be. */
static bool run_pad(struct unwind *u, unsigned long ip,
		    const struct pad_place *place, unsigned long bp,
		    const unsigned long *reg, unsigned int known)
{
	if (!place->pad)
		return false;
	if (!can_run(place, known)) {
		report_not_run(u, ip, place);
		return false;
	}
	call_pad(u, place->pad, bp, reg);
	return true;
}

/* What a pad has called may give up, and then the rest follows, with the registers there. */
static void run_rest(struct unwind *u, unsigned long bp)
{
	const struct pads *p = &u->pads;
	struct pad_place place;
	unsigned long ip;

	do {
		ip = p->again;
		place = pad_find(ip - 1);
		if (place.info & PAD_UNSURE &&
		    (!place.pad || can_run(&place, p->again_known)))
			report(u, ip, unsure);
	} while (run_pad(u, ip, &place, bp, p->again_reg, p->again_known) &&
		 p->again);
}

/* Cleans up in the function that @at leads into, where @place is. */
static void run_pads(struct unwind *u, const struct cursor *at,
		     const struct pad_place *place, bool faulted, bool unseen)
{
	const struct pads *p = &u->pads;

	/* That a pad is not run is more than that there may be more. */
	if (!faulted && place->pad && !can_run(place, p->known)) {
		report_not_run(u, at->ip, place);
		return;
	}
	if (faulted)
		report(u, at->ip,
		       "something has faulted there of which the compiler may think that it cannot");
	else if (place->info & PAD_UNSURE)
		report(u, at->ip, unsure);
	else if (unseen && !(place->info & PAD_IN_FUNCTION))
		report(u, at->ip,
		       "the compiler may take what it has called for something that cannot give up");
	/* Between calls that is another thing which is not held any more, or not yet. */
	if (faulted && !(place->info & PAD_KNOWS_FAULTS))
		u->pads.lost += !!place->pad;
	else if (run_pad(u, at->ip, place, at->bp, p->reg, p->known) &&
		 p->again)
		run_rest(u, at->bp);
}

/* The same where nothing has faulted, and nothing is unseen: mostly one pad, and it can be run. */
static __always_inline void pass_place(struct unwind *u,
				       const struct cursor *at,
				       const struct pad_place *place)
{
	struct pads *p = &u->pads;

	if (unlikely(place->info & (PAD_UNSURE | PAD_REPORTED) ||
		     ARCH_PAD_NEEDS(place->info) & ~p->known))
		return run_pads(u, at, place, false, false);
	call_pad(u, place->pad, at->bp, p->reg);
	if (unlikely(p->again))
		run_rest(u, at->bp);
}

/*
 * Is a function left of which the compiler may think that it cannot be? @surely: it is
 * left there for something that the compiler does not know of. Its caller may have no pads then.
 */
static __always_inline bool seems_to_return(u32 info, bool surely)
{
	return info & PAD_SEEMS_TO_RETURN && (surely || info & PAD_UNSURE);
}

/*
 * One frame outwards, of which the pads are run; at a gate none are. @gate: where the walk
 * has come to, or 0. False: there was no further one.
 */
static bool go_on(struct unwind *u, unsigned long gate, bool left)
{
	struct pads *p = &u->pads;
	const enum gate_kind kind = p->behind_fault ? NO_GATE : p->trail->kind;
	const struct cursor at = p->behind_fault ? *u->from : p->trail->at;
	bool goes_on = p->behind_fault || walk_step(p->trail);
	const bool is_body = gate && goes_on && p->trail->at.slot == gate;
	struct pad_place place;

	/* What a function of the kernel does, memcpy() for example, its caller has done. */
	const bool faulted = p->behind_fault || p->called_fault;

	if (kind != NO_GATE) {
		p->called_fault = false;
		p->unseen = false;
		leave_gate(p, kind, &at);
		return goes_on;
	}
	place = pad_find(at.ip - 1);
	p->called_fault = p->behind_fault && !pad_is_known(&place);
	p->behind_fault = false;
	/* A body in which an unwind has ended was cleaned up then: its variables are needed. */
	if (pad_is_known(&place) && !(is_body && left))
		run_pads(u, &at, &place, faulted, p->unseen);
	p->unseen = seems_to_return(place.info, faulted || p->unseen);
	leave_function(p, &at, &place, p->trail->at.slot,
		       faulted && !p->called_fault);
	return goes_on;
}

/* Whoever takes over from a pad goes on from here. */
static __always_inline void stand_at(struct walk *w, const struct cursor *at,
				     enum gate_kind kind)
{
	w->at = *at;
	w->kind = kind;
}

/*
 * What is known of the function that is left at @at, for @next, where a gate of this kind is; its
 * pads have been run.
 */
static __always_inline u32 pass_function(struct unwind *u,
					 const struct cursor *at,
					 const struct cursor *next,
					 enum gate_kind kind, bool cleaned_up)
{
	const struct pad_place place = pad_find(at->ip - 1);

	if ((place.pad || place.info & PAD_UNSURE) && !cleaned_up) {
		stand_at(u->pads.trail, next, kind);
		pass_place(u, at, &place);
	}
	leave_place(&u->pads, &place, at->bp);
	return place.info;
}

/*
 * The same for the simplest way, by frame pointer through a client's text, as far as it leads: up
 * to the gate. The walk went that way before, and met no other: where there is no
 * mark, and what comes next lies above the gate, that is a landing pad.
 */
static void skim(struct unwind *u, unsigned long gate, bool left)
{
	struct pads *p = &u->pads;
	struct walk *w = p->trail;
	const struct text_range client = w->client;
	const unsigned long last =
		min(w->high - record_bytes(true), gate - sizeof(long));
	struct cursor at = w->at, next;
	enum gate_kind kind = NO_GATE;

	if (!w->simple || w->kind != NO_GATE || p->behind_fault ||
	    p->called_fault || p->unseen || at.slot >= gate ||
	    !text_has(&client, at.ip))
		return;
	while (!p->unseen && read_record(last, &at, &next)) {
		/* Of ours only the gate of a deferred call comes now and then. */
		if (unlikely(!text_has(&client, next.ip))) {
			if (text_has(&walk_own_text, next.ip))
				kind = gate_mark_kind((const u32 *)next.ip);
			break;
		}
		kind = gate_mark_kind((const u32 *)next.ip);
		if (unlikely(kind != NO_GATE) || next.bp > gate)
			break;
		if (unlikely(seems_to_return(pass_function(u, &at, &next,
							   NO_GATE, false),
					     false)))
			p->unseen = true;
		at = next;
	}
	stand_at(w, &at, NO_GATE);
	if (kind == NO_GATE ||
	    !meet_gate(w, kind, (const u32 *)next.ip, &next) ||
	    next.slot != gate)
		return;
	/* A body; for one that was left: see go_on(). */
	pass_function(u, &at, &next, kind, left);
	stand_at(w, &next, kind);
	begin_stretch(w);
}

/* The walk has found the way without trust in frame pointers: so does whoever follows. */
static void follow(struct pads *p, const struct walk *w)
{
	if (p->trail->trusts && !w->trusts) {
		p->trail->trusts = false;
		p->trail->simple = false;
		foreign_restart(&p->trail->foreign);
	}
	/* Of gates on the way the walk has looked at everything. */
	p->trail->clear = w->clear;
}

/* The walk has come further by other means: what is between is not cleaned up. */
static void catch_up(struct unwind *u)
{
	report_lost(u, u->pads.trail->at.ip,
		    u->pads.trail->why ?:
			    "the way through it was not found again");
	walk_fork(u->pads.trail, &u->walk);
	u->pads.known = 0;
}

/*
 * Is it the pad where the walk stands? Where its cleanup has a stack that the compiler realigned
 * the second walk has come, by frame pointer, to the copy of its return address.
 */
static bool is_at_pad(const struct walk *trail, const struct walk *w)
{
	return w->kind == CALL_GATE && trail->kind == NO_GATE &&
	       trail->at.ip == w->at.ip && trail->at.bp == w->at.bp;
}

/* Has an unwind ended in the function at the gate, which makes its calls since? */
static bool is_left(const struct walk *w)
{
	const struct defer_frame *frame = walk_frame(w);

	return w->kind == RECOVER_GATE && frame->flags & KDEFER_LEFT;
}

/* In assembly: gate.S. What pads end with, in the place of gcc's _Unwind_Resume(). */
EXPORT_SYMBOL_KDEFER(__kdefer_resume);

/* See pads_to_gate(). */
void pads_run_up(struct unwind *u)
{
	const unsigned long gate = u->walk.at.slot;
	const bool left = is_left(&u->walk);
	const struct pads *p = &u->pads;

	follow(&u->pads, &u->walk);
	for (;;) {
		skim(u, gate, left);
		/* What faulted may be the body itself. */
		if (!p->behind_fault && p->trail->at.slot >= gate)
			return;
		if (is_at_pad(p->trail, &u->walk))
			return walk_fork(p->trail, &u->walk);
		if (!go_on(u, gate, left))
			return catch_up(u);
	}
}

/* See pads_to_end(). */
void pads_run_out(struct unwind *u)
{
	follow(&u->pads, &u->walk);
	while (go_on(u, 0, false))
		;
	if (u->pads.trail->why)
		catch_up(u);
}

/**
 * pads_hand_over() - a newer unwind has come to where an older one goes on
 * @older: the older one
 * @newer: the newer one, which has run the pads up to there
 * @call:  the frame; that of a pad, or of a deferred call
 */
void pads_hand_over(struct unwind *older, const struct unwind *newer,
		    const struct call_frame *call)
{
	if (newer->pads.active)
		older->pads.lost += newer->pads.lost;
	if (!pad_runs(call))
		return;
	((struct pad_frame *)call)->pad = 0;
	if (!ARCH_RECORDS_END_FRAMES)
		tracers_drop_since(newer->own, older->pads.returns);
	older->pads.again = newer->walk.at.ip;
	memcpy(older->pads.again_reg, newer->pads.reg, sizeof(newer->pads.reg));
	older->pads.again_known = newer->pads.known;
}
