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
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched/task_stack.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include <arch_gate.h>

#include "client.h"
#include "clients.h"
#include "compat.h"
#include "gates.h"
#include "own.h"
#include "tracers.h"
#include "walk.h"

static struct text_range own_text;

static bool is_in(const struct text_range *range, unsigned long ip)
{
	return ip - range->start < range->bytes;
}

/* What begins in the last bytes is too short for a mark. */
static struct text_range text_of(const struct module *mod)
{
	return (struct text_range){
		.start = module_text_start(mod),
		.bytes = module_text_bytes(mod) - (ARCH_MARK_BYTES - 1),
	};
}

/* Is the text at @ip known to be there? */
static bool is_readable(const struct walk *w, unsigned long ip)
{
	return is_in(&w->client, ip) || is_in(&own_text, ip);
}

/* Is the function at @ip said to keep a frame pointer, and its text readable? */
static bool is_trusted(const struct walk *w, unsigned long ip)
{
	return w->trusts && is_readable(w, ip);
}

static bool is_on_stack(const struct walk *w, unsigned long addr,
			unsigned long bytes)
{
	return addr >= w->low && addr <= w->high - bytes &&
	       IS_ALIGNED(addr, sizeof(long));
}

static unsigned long read_stack(unsigned long addr)
{
	return READ_ONCE(*(unsigned long *)addr);
}

static bool lost(struct walk *w, const char *why)
{
	w->why = why;
	return false;
}

/* Does a whole frame lie there, alive or passed (frame_pass())? */
static bool has_frame(const struct walk *w, unsigned long frame)
{
	const struct call_frame *f = (void *)frame;
	unsigned long life;

	if (!is_on_stack(w, frame, sizeof(*f)))
		return false;
	life = READ_ONCE(f->life);
	return likely(life == kdefer_life(f)) || life == frame_passed(f);
}

/*
 * Stands @at in a gate of this kind? Where its frame is follows from its frame pointer: the
 * slot may be that of a copy, and what lies above a copy anything, an old frame too. The cursor
 * moves to the return address that the frame stands on.
 */
static __always_inline bool meet_gate(const struct walk *w, enum gate_kind kind,
				      struct cursor *at)
{
	unsigned long frame = arch_gate_frame(kind, at->bp);

	if (unlikely(frame <= at->slot) || unlikely(!has_frame(w, frame)))
		return false;
	at->slot = frame - sizeof(long);
	return true;
}

/*
 * A tracer has put its address in the place of a return address of which only the copy
 * was found, and cannot be asked about that. If the function was called by a gate, its
 * caller's frame pointer is the gate's.
 */
static void identify_by_bp(struct walk *w)
{
	enum gate_kind kind;

	for (kind = DEFER_GATE; kind <= CALL_GATE; kind++) {
		unsigned long slot =
			arch_gate_frame(kind, w->at.bp) - sizeof(long);

		if (slot <= w->at.slot || !has_frame(w, slot + sizeof(long)) ||
		    gate_above(slot) != kind)
			continue;
		w->at.slot = slot;
		w->at.ip = tracers_real(read_stack(slot), slot);
		w->kind = kind;
		return;
	}
}

/*
 * What stands where the walk stands? Where it is certainly a mark, but no frame proves that
 * it lives, one was overwritten, and what it had to clean up is not to be trusted.
 */
static __always_inline bool identify(struct walk *w)
{
	u32 copy[ARCH_MARK_BYTES / sizeof(u32)] __uninitialized;
	const u32 *text = (const u32 *)w->at.ip;

	w->kind = NO_GATE;
	w->simple = is_trusted(w, w->at.ip);
	if (likely(w->simple)) {
		w->simple = !w->wary;
		if (likely(arch_mark_kind(text) == NO_GATE))
			return true;
	} else if (!is_readable(w, w->at.ip)) {
		if (copy_from_kernel_nofault(copy, text, sizeof(copy)))
			return lost(
				w,
				"a return address that is not in readable text");
		text = copy;
	}
	w->kind = arch_mark_kind(text);
	if (likely(w->kind == NO_GATE)) {
		if (ARCH_SLOTS_MAY_BE_COPIES && unlikely(w->traced))
			identify_by_bp(w);
		return true;
	}
	if (likely(meet_gate(w, w->kind, &w->at)))
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
static unsigned long gate_bp(const struct walk *w)
{
	return unlikely(w->kind == CALL_GATE) ? walk_call(w)->bp : w->at.bp;
}

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
		if (ARCH_ALL_FRAME_POINTERS)
			return FOREIGN_END;
		w->why = "a frame pointer that leads nowhere";
		return FOREIGN_LOST;
	}
	next->bp = read_stack(bp);
	next->slot = bp + sizeof(long);
	next->ip = arch_address(read_stack(next->slot));
	w->end = next->slot;
	if (arch_is_end(next->ip))
		return FOREIGN_END;
	if (unlikely(w->traced))
		next->ip = tracers_real(next->ip, next->slot);
	return FOREIGN_STEPPED;
}

/* Does the walk stand in our own code? */
bool walk_is_own(const struct walk *w)
{
	return is_in(&own_text, w->at.ip);
}

static void trace(struct walk *w)
{
	if (w->next != &w->trace[TRACE_KEPT] && !walk_is_own(w))
		*w->next++ = w->at.ip;
}

/* Is that code of a client? Where it is not known whose panic it is, all are asked. */
static bool is_of_client(const struct walk *w)
{
	return is_in(&w->client, w->at.ip) || w->kind != NO_GATE ||
	       (w->asks && clients_find(w->at.ip));
}

/* What is no client's is passed by: see passed.c. */
static void note_passed(struct walk *w)
{
	if (!w->client.bytes && !w->asks)
		return;
	if (is_of_client(w))
		walk_note_passed(w, 0);
	else if (!walk_is_own(w))
		walk_note_passed(w, w->at.ip);
}

static enum foreign_step next_frame(struct walk *w, struct cursor *next)
{
	enum foreign_step how;

	if (!ARCH_ALL_FRAME_POINTERS && w->kind == NO_GATE &&
	    !is_trusted(w, w->at.ip))
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
 * A frame that begins here or further up would reach into what the gate at @at stands on:
 * no two that live do. What says otherwise is left over, in a word that nobody has written.
 */
static __always_inline unsigned long below_gate(const struct cursor *at)
{
	return at->slot - sizeof(struct call_frame) + sizeof(long);
}

/* The walk has come to a gate: what comes now is another stretch. */
static __always_inline void begin_stretch(struct walk *w)
{
	w->clear = gate_bp(w);
	w->stretch.saved = false;
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

/* Leaves @w where it is unless it returns WALK_GATE: "stepped" here. */
static enum walk_result step(struct walk *w)
{
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
		return WALK_LOST;
	note_passed(w);
	if (w->kind != NO_GATE)
		begin_stretch(w);
	return WALK_GATE;
}

/* The way to the next gate once more, without trust in frame pointers. */
static bool go_again(struct walk *w)
{
	if (ARCH_ALL_FRAME_POINTERS || !w->trusts) {
		/* What led astray at first is what is wrong. */
		w->why = w->stretch.why ?: w->why;
		return false;
	}
	w->trusts = false;
	w->simple = false;
	w->stretch.why = w->why;
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

/*
 * Goes on by frame pointer to the next gate, through trusted text alone. False: what
 * comes next is not so simple, and left to step().
 */
static bool skim(struct walk *w)
{
	const unsigned long last = w->high - 2 * sizeof(long);
	const struct text_range client = w->client;
	unsigned long *const trace_end = &w->trace[TRACE_KEPT];
	unsigned long *trace = w->next;
	struct cursor at = w->at, next;
	unsigned int steps = w->steps;
	const unsigned long *record;
	enum gate_kind kind;

	at.bp = gate_bp(w);
	for (;;) {
		record = (const unsigned long *)at.bp;
		if (at.bp <= at.slot || at.bp > last ||
		    !IS_ALIGNED(at.bp, sizeof(long)))
			goto not_so_simple;
		next.bp = record[0];
		next.ip = arch_address(record[1]);
		next.slot = at.bp + sizeof(long);
		if (unlikely(!is_in(&client, next.ip))) {
			if (!is_in(&own_text, next.ip))
				goto not_so_simple;
		} else if (trace != trace_end) {
			*trace++ = next.ip;
		}
		kind = arch_mark_kind((const u32 *)next.ip);
		if (unlikely(kind != NO_GATE))
			break;
		at = next;
		steps++;
	}
	if (unlikely(!meet_gate(w, kind, &next)) ||
	    unlikely(passes_gate(w, below_gate(&next))))
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

	if (w->fresh) {
		w->fresh = false;
		if (w->kind != NO_GATE)
			return WALK_GATE;
	}
	for (;;) {
		if (likely(w->simple) && skim(w))
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

static __always_inline bool begin(struct walk *w, const struct cursor *from)
{
	unsigned long stack = (unsigned long)task_stack_page(current);

	w->at = *from;
	w->kind = NO_GATE;
	w->fresh = true;
	w->wary = ARCH_PLAIN_ENTRIES && in_interrupt();
	/* A copy of an address that a tracer has replaced cannot be put right. */
	w->traced = tracers_replace_addresses();
	w->trusts = !w->traced;
	w->simple = false;
	w->stretch.saved = false;
	w->clear = from->slot + sizeof(long);
	w->trace[0] = from->ip;
	w->next = &w->trace[1];
	w->nr_passed = 0;
	w->why = NULL;
	w->steps = 0;
	foreign_restart(&w->foreign);
	w->low = stack;
	w->high = stack + THREAD_SIZE;
	if (unlikely(from->slot - stack >= THREAD_SIZE) &&
	    !arch_stack_bounds(from->slot, &w->low, &w->high))
		return lost(w, "a stack of unknown bounds");
	return true;
}

/**
 * walk_start() - begin a walk on the stack of the current context
 * @w:	    the walk
 * @client: who asks; text of a module that keeps frame pointers is walked by them
 * @from:   a return address into the caller of the function that walks
 *
 * Return: false if even the first address cannot be understood (see walk.why).
 */
bool walk_start(struct walk *w, const struct kdefer_client *client,
		const struct cursor *from)
{
	w->client = (struct text_range){};
	w->asks = false;
	if (client_keeps_frames(client) && client_module(client))
		w->client = text_of(client_module(client));
	else if (client_module(client))
		w->asks = true;
	if (!begin(w, from))
		return false;
	if (unlikely(w->traced)) {
		w->at.ip = tracers_real(w->at.ip, w->at.slot);
		w->trace[0] = w->at.ip;
	}
	if (!identify(w))
		return false;
	if (unlikely(w->kind != NO_GATE)) {
		w->edge = w->at;
		begin_stretch(w);
	}
	return true;
}

/**
 * walk_start_fault() - begin a walk at an instruction that faulted
 * @w:	  the walk
 * @regs: the registers there
 * @from: the place: the instruction, and the first free slot of the stack
 * @mod:  a client whose text can be read without asking, or NULL
 *
 * Nothing is trusted: the function may not have a frame yet.
 *
 * Return: as walk_start().
 */
bool walk_start_fault(struct walk *w, struct pt_regs *regs,
		      const struct cursor *from, const struct module *mod)
{
	w->client = mod ? text_of(mod) : (struct text_range){};
	w->asks = false;
	if (!begin(w, from))
		return false;
	w->trusts = false;
	w->trace[0]--;
	foreign_start(w, regs);
	return true;
}

/**
 * walk_start_behind() - begin a walk at a fault where another has gone a step already
 * @w:	  the walk
 * @from: where the other began, by walk_start_fault()
 * @at:	  where it stood after one step, up to which it has met no gate
 * @kind: what stands there
 *
 * For that step alone the registers were needed.
 *
 * Return: as walk_start().
 */
bool walk_start_behind(struct walk *w, const struct cursor *from,
		       const struct cursor *at, enum gate_kind kind)
{
	w->client = (struct text_range){};
	w->asks = true;
	if (!begin(w, from))
		return false;
	w->trusts = false;
	w->trace[0]--;
	w->edge = *from;
	w->at = *at;
	w->kind = kind;
	w->steps++;
	trace(w);
	note_passed(w);
	if (kind == NO_GATE)
		w->clear = at->slot + sizeof(long);
	else
		begin_stretch(w);
	return true;
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

/* Our own text is trusted from the start. */
void walk_init(void)
{
	own_text = (struct text_range){
		.start = own_text_start(),
		.bytes = own_text_bytes() - (ARCH_MARK_BYTES - 1),
	};
}
