// SPDX-License-Identifier: GPL-2.0
/*
 * Walking the stack outwards, from gate to gate.
 *
 * Two ways lead from a function to its caller. Where the text is known to keep
 * frame pointers (the client's own, ours, gates; all of it where the kernel is
 * built so) two words are read from the stack. Elsewhere the kernel's unwinder is
 * asked. A gate that is passed by is lost cleanup, so where neither way is
 * certain the walk stops and says why.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/sched/task_stack.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "compat.h"
#include "walk.h"

/* What a mark begins with, where no probe has overwritten it. */
#define MARK_OPCODE 0x00841f0f

static_assert(sizeof(long) == 8);
static_assert((KDEFER_MARK_DEFER & 0xff) == 0);
static_assert((KDEFER_MARK_RECOVER & 0xff) == 0);
static_assert((KDEFER_MARK_CALL & 0xff) == 0);

/* Of its second half the upper three bytes; one comparison tells it from other text. */
#define MARK_FIRST (KDEFER_MARK_DEFER >> 8)
#define MARK_KINDS 3

static_assert(MARK_FIRST + 1 == KDEFER_MARK_RECOVER >> 8);
static_assert(MARK_FIRST + 2 == KDEFER_MARK_CALL >> 8);
static_assert(RECOVER_GATE == DEFER_GATE + 1);
static_assert(CALL_GATE == DEFER_GATE + 2);

static struct text_range own_text;

static bool is_in(const struct text_range *range, unsigned long ip)
{
	return ip - range->start < range->bytes;
}

/* What begins in the last bytes is too short for a mark. */
static struct text_range text_of(const struct module *mod)
{
	const unsigned long mark = sizeof(long);

	return (struct text_range){
		.start = module_text_start(mod),
		.bytes = module_text_bytes(mod) - (mark - 1),
	};
}

/* Is the function at @ip known to keep a frame pointer, and its text readable? */
static bool is_trusted(const struct walk *w, unsigned long ip)
{
	return is_in(&w->client, ip) || is_in(&own_text, ip);
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

/* What the second half of a mark says; NO_GATE for other text. */
static enum gate_kind mark_kind(u32 mark)
{
	u32 kind = (mark >> 8) - MARK_FIRST;

	return kind < MARK_KINDS ? DEFER_GATE + kind : NO_GATE;
}

/*
 * Is the frame whole that belongs to the mark at @slot? Its first word is its own
 * address, or says that it was passed: frame_pass().
 */
static bool has_frame(const struct walk *w, unsigned long slot)
{
	unsigned long frame = slot + sizeof(long);

	return is_on_stack(w, frame, sizeof(struct call_frame)) &&
	       (read_stack(frame) & ~FRAME_PASSED) == frame;
}

/*
 * What stands where the walk stands? The mark must be whole, unless a probe sits
 * on it; a whole mark over a frame that has lost its first word is a frame that
 * was overwritten, and what it had to clean up is not to be trusted.
 */
static __always_inline bool identify(struct walk *w)
{
	const u32 *text = (const u32 *)w->at.ip;
	u32 word[2] __uninitialized;

	w->kind = NO_GATE;
	w->simple = is_trusted(w, w->at.ip);
	if (likely(w->simple)) {
		w->simple = !w->wary;
		if (likely(mark_kind(text[1]) == NO_GATE))
			return true;
		word[0] = text[0];
		word[1] = text[1];
	} else if (copy_from_kernel_nofault(word, text, sizeof(word))) {
		return lost(w, "a return address that is not in readable text");
	}
	w->kind = mark_kind(word[1]);
	if (likely(w->kind == NO_GATE) || likely(has_frame(w, w->at.slot)))
		return true;
	w->kind = NO_GATE;
	return word[0] == MARK_OPCODE ?
		       lost(w, "a frame that was overwritten") :
		       true;
}

/* A gate's own rbp follows from where its frame is. */
static unsigned long gate_bp(const struct walk *w)
{
	const unsigned long frame = (unsigned long)walk_frame(w);

	switch (w->kind) {
	case DEFER_GATE:
		return frame + KDEFER_DEFER_TO_BP;
	case RECOVER_GATE:
		return frame + KDEFER_RECOVER_TO_BP;
	case CALL_GATE:
		return walk_call(w)->bp;
	default:
		return w->at.bp;
	}
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
		if (ARCH_ALL_FRAME_POINTERS)
			return FOREIGN_END;
		w->why = "a frame pointer that leads nowhere";
		return FOREIGN_LOST;
	}
	next->bp = read_stack(bp);
	next->slot = bp + sizeof(long);
	next->ip = read_stack(next->slot);
	/* User Mode Linux starts a task on a return address of 0. */
	if (ARCH_ALL_FRAME_POINTERS && !next->ip)
		return FOREIGN_END;
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

/* Leaves @w where it is unless it returns WALK_GATE: "stepped" here. */
static enum walk_result step(struct walk *w)
{
	bool by_frame = ARCH_ALL_FRAME_POINTERS || w->kind != NO_GATE ||
			is_trusted(w, w->at.ip);
	enum foreign_step how;
	struct cursor next __uninitialized;

	how = by_frame ? step_by_frame(w, &next) : foreign_step(w, &next);
	if (how == FOREIGN_LOST)
		return WALK_LOST;
	if (how == FOREIGN_END)
		return WALK_END;
	w->edge = w->at;
	w->at = next;
	w->steps++;
	if (!ARCH_ALL_FRAME_POINTERS && by_frame && !is_trusted(w, next.ip) &&
	    !foreign_resolve(w))
		return WALK_LOST;
	if (unlikely(w->wary) && arch_is_context_entry(w->at.ip))
		return WALK_END;
	trace(w);
	return identify(w) ? WALK_GATE : WALK_LOST;
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
		next.ip = record[1];
		next.slot = at.bp + sizeof(long);
		if (unlikely(!is_in(&client, next.ip))) {
			if (!is_in(&own_text, next.ip))
				goto not_so_simple;
		} else if (trace != trace_end) {
			*trace++ = next.ip;
		}
		kind = mark_kind(((const u32 *)next.ip)[1]);
		if (unlikely(kind != NO_GATE))
			break;
		at = next;
		steps++;
	}
	if (unlikely(!has_frame(w, next.slot)))
		goto not_so_simple;
	w->steps = steps + 1;
	w->edge = at;
	w->at = next;
	w->kind = kind;
	w->next = trace;
	return true;

not_so_simple:
	w->steps = steps;
	w->at = at;
	w->kind = NO_GATE;
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
		if (w->kind != NO_GATE) {
			w->edge = w->at;
			return WALK_GATE;
		}
	}
	do {
		if (likely(w->simple) && skim(w))
			return WALK_GATE;
		result = step(w);
	} while (result == WALK_GATE && w->kind == NO_GATE);
	return result;
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
	w->simple = false;
	w->trace[0] = from->ip;
	w->next = &w->trace[1];
	w->why = NULL;
	w->steps = 0;
#if !ARCH_ALL_FRAME_POINTERS
	w->foreign.started = false;
	w->foreign.ahead = false;
#endif
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
 * @client: the module whose text keeps frame pointers, or NULL
 * @from:   a return address into the caller of the function that walks
 *
 * Return: false if even the first address cannot be understood (see walk.why).
 */
bool walk_start(struct walk *w, const struct module *client,
		const struct cursor *from)
{
	w->client = client ? text_of(client) : (struct text_range){};
	if (!begin(w, from))
		return false;
	if (!ARCH_ALL_FRAME_POINTERS && unlikely(!is_trusted(w, from->ip))) {
		if (!foreign_resolve(w))
			return false;
		w->trace[0] = w->at.ip;
	}
	return identify(w);
}

/**
 * walk_start_fault() - begin a walk at an instruction that faulted
 * @w:	  the walk
 * @regs: the registers there
 * @from: the place: the instruction, and the first free slot of the stack
 *
 * Nothing is trusted: the function may not have a frame yet.
 *
 * Return: as walk_start().
 */
bool walk_start_fault(struct walk *w, struct pt_regs *regs,
		      const struct cursor *from)
{
	w->client = (struct text_range){};
	if (!begin(w, from))
		return false;
	w->trace[0]--;
	foreign_start(w, regs);
	return true;
}

/* Is a return address in a client's text one into a gate? */
bool walk_is_gate(unsigned long ip)
{
	return mark_kind(((const u32 *)ip)[1]) != NO_GATE;
}

/* The module's own text is trusted from the start. */
void walk_init(void)
{
	own_text = text_of(THIS_MODULE);
}
