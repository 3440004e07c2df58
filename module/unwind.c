// SPDX-License-Identifier: GPL-2.0
/*
 * The state machine: see unwind.h.
 */
#include <linux/kdefer.h>
#include <linux/kernel.h>

#include <trace/events/kdefer.h>

#include <arch_gate.h>

#include "audit.h"
#include "blackbox.h"
#include "budget.h"
#include "call.h"
#include "chain.h"
#include "compat.h"
#include "judge.h"
#include "list.h"
#include "log.h"
#include "pads.h"
#include "passed.h"
#include "report.h"
#include "search.h"
#include "sites.h"
#include "stack.h"
#include "stats.h"
#include "tracers.h"
#include "uncaught.h"
#include "unwind.h"
#include "upcall.h"
#include "walk.h"
#include "walk_skim.h"

/* The panic that a handler may see: none that was recovered, none of an exit. */
static __always_inline struct soft_panic *in_flight(struct unwind *u)
{
	return u->panicking && !u->recovered ? &u->now->panic : NULL;
}

/* Likewise; NULL for calls that are made outside of any unwind. */
struct soft_panic *unwind_in_flight(struct unwind *u)
{
	return u ? in_flight(u) : NULL;
}

/* A handler may think that it recovers from a final panic: it goes on. */
void unwind_recover(struct unwind *u, unsigned long result)
{
	if (u->final)
		return;
	u->recovered = true;
	u->result = result;
}

/* What the panic's text refers to may be gone after a call. */
static __always_inline void begin_call(struct unwind *u, bool handling)
{
	if (likely(u->panicking))
		panic_settle(u->now);
	u->calls++;
	u->handling = handling;
	tracers_note(&u->graph_index, &u->graph_depth);
}

/* It also returns when the call gave up and @u took that over. */
static __always_inline void call_in(struct unwind *u, struct defer *call)
{
	struct soft_panic *p = in_flight(u);

	if (call->kind == KDEFER_RECOVER && p)
		unwind_recover(u, p->err);
	if (call->kind == KDEFER_RECOVER || call->kind == KDEFER_NOTE)
		return;
	begin_call(u, call->kind == KDEFER_HANDLER);
	make_call(u, call, p);
}

/* Likewise, of a block's call. */
static __always_inline void call_block_in(struct unwind *u,
					  const struct kdefer_block *block)
{
	begin_call(u, false);
	kdefer_call(u, block->call, (unsigned long)block->arg, 0);
}

/* Likewise, of a call that is no handler. */
static __always_inline void call_plain_in(struct unwind *u, struct defer *call)
{
	begin_call(u, false);
	make_call(u, call, NULL);
}

/* For uncaught=contain: an errno can be returned from it, or nothing is. */
static bool can_contain(const struct unwind *u, const struct walk *w)
{
	const struct defer_frame *frame = walk_frame(w);

	return frame->flags & (KDEFER_RETURNS_ERRNO | KDEFER_RETURNS_VOID);
}

static struct defer_frame *known_container(const struct unwind *u,
					   const struct unwind *older)
{
	return older->exiting ? older->exit_frame : older->contain_frame;
}

/* Is this the frame to return from, although nobody recovered? */
static bool is_contained(struct unwind *u)
{
	struct defer_frame *further;
	const char *why;

	if (!u->panicking || u->walk.kind != RECOVER_GATE ||
	    !uncaught_contains() || (u->final && u->faulted))
		return false;
	/* No panic stops an exit, and none that nobody recovers has a say in where it ends. */
	if (u->exiting)
		return u->frame == u->exit_frame;
	if (!u->contain_frame) {
		/* What lies beyond what is certain goes on with the error as with any. */
		further =
			search_outermost(u, can_contain, known_container, &why);
		if (!further && can_contain(u, &u->walk))
			further = u->frame;
		if (further && why)
			report_half_way(u, further, why);
		u->contain_frame = further;
	}
	return u->frame == u->contain_frame;
}

/* Of a body whose stack was realigned there are two: what it returns by, and a copy. */
static void restore_return(const struct walk *w)
{
	unsigned long *slot = (unsigned long *)w->at.slot;
	unsigned long *copy = (unsigned long *)w->edge.bp + 1;

	if (copy < slot && (unsigned long)copy > w->edge.slot && *copy == *slot)
		*copy = w->at.ip;
	*slot = w->at.ip;
}

static struct landing *land_in_frame(struct unwind *u, unsigned long result)
{
	const struct kdefer_note *note = kdefer_note_of(u->frame);

	stats_add(STAT_FRAMES, u->walk.steps);
	passed_settle(u);
	if (unlikely(u->faulted))
		judge_landing(u);
	else
		judge(u, judge_stack(u, false));
	if (unlikely(u->frame->head || u->frame->blocks))
		audit_later(u->frame, u->site);
	chain_end(u, 0);
	u->frame->result = result;
	u->frame->flags |= KDEFER_LEFT;
	u->landing.sp = u->walk.edge.slot;
	u->landing.bp = u->walk.edge.bp;
	u->landing.frame = u->frame;
	tracers_give_back(u->own,
			  arch_keys_end(arch_gate_bp(RECOVER_GATE,
						     (unsigned long)u->frame)),
			  note->graph_index, note->graph_depth);
	/*
	 * A tracer may have put an address there that it forgets just now, and where
	 * the body would return: what is still to be called may walk past that.
	 */
	*(unsigned long *)u->landing.sp = u->walk.edge.ip;
	restore_return(&u->walk);
	/* The body's too: it will not reach the end where it would do that itself. */
	stack_give_back((unsigned long)u->frame);
	return &u->landing;
}

/* Hands what @u brings to the unwind whose deferred call raised it. */
static struct landing *land_in_older(struct unwind *u, struct unwind *older,
				     struct call_frame *call)
{
	judge_end(u, audit_stack((unsigned long)call, u->site, u->walk.at.ip,
				 u->strict));
	stats_count(STAT_TAKEOVERS);
	stats_add(STAT_FRAMES, u->walk.steps);
	trace_kdefer_takeover(u->site, older->site);
	passed_add(older, u);
	pads_hand_over(older, u, call);
	if (panic_is_replaced(older, u)) {
		report_fault(older);
		sites_count(older->now->panic.ip, older->recovered);
	}
	panic_replace(older, u);
	if (unlikely(u->faulted)) {
		older->faulted = true;
		older->strict |= u->strict;
		older->judged = NULL;
	}
	/* It returns without coming past the place where it clears this itself. */
	call->life = 0;
	chain_end(u, 0);
	u->landing.sp = 0;
	u->landing.bp = call->bp;
	u->landing.frame = NULL;
	tracers_give_back(u->own, arch_keys_end(u->landing.bp),
			  older->graph_index, older->graph_depth);
	stack_give_back((unsigned long)call);
	return &u->landing;
}

/* Past its budget a panic is recovered no more. */
static void check_budget(struct unwind *u)
{
	if (!u->recovered || budget_allows(u->now->panic.ip))
		return;
	trace_kdefer_refused(&u->now->panic, u->walk.at.ip);
	judge_refuse(u);
}

/* The call that was just made is the frame's first handler: is this the end? */
static __always_inline bool ends_here(struct unwind *u)
{
	if (u->exiting && u->frame == u->exit_frame)
		return !unwind_in_flight(u);
	return (u->recovered && !u->exiting) || is_contained(u);
}

/* Makes the calls of a DEFER_FN's frame, of which none can recover. */
static void run_defer_frame(struct unwind *u)
{
	const struct kdefer_block *block;
	struct defer call __uninitialized;

	/* What is most likely comes first: asking is much of what a frame costs. */
	do {
		block = list_pop_block(u->frame);
		if (block)
			call_block_in(u, block);
		else if (!list_pop_record(u->frame, &call))
			break;
		else if (likely(call.kind <= KDEFER_VALUE))
			call_plain_in(u, &call);
		else
			call_in(u, &call);
	} while (unlikely(u->frame->head || u->frame->blocks));
}

/* The event's text is there if anybody wants the event. */
static __always_inline void trace_recovery(struct unwind *u,
					   unsigned long passed)
{
	if (!trace_kdefer_recover_enabled())
		return;
	panic_settle(u->now);
	trace_kdefer_recover(&u->now->panic, u->walk.at.ip, u->result,
			     u->now->origin.text, passed);
}

/* A handler has recovered. False: an exit goes on. */
static bool end_panic(struct unwind *u, unsigned long *result)
{
	unsigned long passed = passed_settle(u);

	report_fault(u);
	log_recovery(u);
	stats_count(STAT_RECOVERED);
	sites_count(u->now->panic.ip, true);
	trace_recovery(u, passed);
	blackbox_note(u, BLACKBOX_RECOVERED, u->walk.at.ip);
	u->walk.nr_passed = 0;
	u->recovered = false;
	u->panicking = false;
	*result = u->result;
	if (!u->exiting)
		return true;
	/* What was raised since it began is over. */
	chain_end(u, u->exit_older);
	u->nr_older = u->exit_older;
	u->omitted = u->exit_omitted;
	return false;
}

/* Makes the calls of a RECOVER_FN's frame. True: it is the one to return from. */
static bool run_recover_frame(struct unwind *u, unsigned long *result)
{
	struct defer call __uninitialized;
	bool ends;

	while (list_pop(u->frame, &call)) {
		call_in(u, &call);
		check_budget(u);
		ends = call.noted && ends_here(u);
		if (unlikely(u->faulted))
			judge_fault(u, call.noted, ends);
		else if (ends)
			judge(u, audit_compare(u->frame, u->site, u->walk.at.ip,
					       false));
		if (u->recovered && end_panic(u, result))
			return true;
	}
	if (u->exiting && !u->panicking && u->frame == u->exit_frame) {
		*result = u->exit_code;
		return true;
	}
	if (is_contained(u) && (likely(!u->faulted) || judge_contains(u))) {
		report_contained(u);
		*result = u->frame->flags & KDEFER_RETURNS_ERRNO ?
				  u->now->panic.err :
				  u->exit_code;
		return true;
	}
	return false;
}

/* No frame is left. A panic that is contained has only its thread's end to go on with. */
static void end_thread(struct unwind *u)
{
	if (u->panicking && !u->final && !u->walk.why && uncaught_contains()) {
		report_contained(u);
		u->panicking = false;
	}
	if (u->panicking)
		return;
	stats_add(STAT_FRAMES, u->walk.steps);
	if (u->walk.why)
		report_lost(u);
	if (unlikely(u->faulted))
		judge(u, audit_compare_bare(u->site, u->site, u->strict));
	if (unlikely(u->pads.active))
		judge_pads(u);
	thread_end_now(&u->end);
}

/*
 * walk_to_gate(), of which most comes to pass here, in line. Under KASAN walk.c alone may read
 * what other functions have on the stack.
 */
static __always_inline enum walk_result walk_on(struct walk *w)
{
	if (!IS_ENABLED(CONFIG_KASAN) && likely(w->simple) && skim_to_gate(w))
		return WALK_GATE;
	return walk_to_gate(w);
}

/* Visits gates from the inside outwards; see kdefer_unwind(). */
static noinline struct landing *visit_gates(struct unwind *u)
{
	struct call_frame *call;
	enum walk_result end;
	unsigned long result;

	while ((end = walk_on(&u->walk)) == WALK_GATE) {
		pads_to_gate(u);
		if (u->walk.kind == CALL_GATE) {
			call = walk_call(&u->walk);
			if (call->unwind)
				return land_in_older(u, call->unwind, call);
			/* A plain return made this call: it goes on further out. */
			call_pass(call);
			continue;
		}
		u->frame = walk_frame(&u->walk);
		if (u->walk.kind == DEFER_GATE)
			run_defer_frame(u);
		else if (run_recover_frame(u, &result))
			return land_in_frame(u, result);
		frame_pass(u->frame);
	}
	if (end == WALK_END)
		pads_to_end(u);
	if (u->exit_frame == UNWIND_ENDS_THREAD)
		end_thread(u);
	report_uncaught(u);
	return NULL;
}

/* Where there are landing pads a second walk needs stack, for as long as this takes. */
static noinline struct landing *visit_with_pads(struct unwind *u)
{
	struct walk trail __uninitialized;

	pads_start(u, &trail);
	return visit_gates(u);
}

/**
 * kdefer_unwind() - make the deferred calls of this stack until one recovers
 * @u: the panic or exit
 *
 * Called by kdefer_leap() alone.
 *
 * Return: where to go on; NULL if nobody recovered, or the way is lost: then back to
 * whoever gave up, who has a BUG() for that.
 */
struct landing *kdefer_unwind(struct unwind *u)
{
	const struct cursor caller = CALLER();

	u->own = arch_return_key(caller.slot, caller.bp);
	u->pads.active = false;
	if (u->panicking)
		trace_kdefer_panic(&u->now->panic);
	if (static_branch_unlikely(&kdefer_pads_known))
		return visit_with_pads(u);
	return visit_gates(u);
}
