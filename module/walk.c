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

/* The NOP of a mark, and the part of it that no probe overwrites. */
#define MARK_OPCODE 0x00841f0fUL
#define MARK_WORD(mark) ((unsigned long)(mark) << 32 | MARK_OPCODE)
#define MARK_TAG(word) ((word) >> 40)

static_assert(sizeof(long) == 8);
static_assert((KDEFER_MARK_DEFER & 0xff) == 0);
static_assert((KDEFER_MARK_RECOVER & 0xff) == 0);
static_assert((KDEFER_MARK_CALL & 0xff) == 0);

static struct text_range own_text;

static bool is_in(const struct text_range *range, unsigned long ip)
{
	return ip - range->start < range->bytes;
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

static enum gate_kind mark_kind(unsigned long word)
{
	switch (MARK_TAG(word)) {
	case MARK_TAG(MARK_WORD(KDEFER_MARK_DEFER)):
		return DEFER_GATE;
	case MARK_TAG(MARK_WORD(KDEFER_MARK_RECOVER)):
		return RECOVER_GATE;
	case MARK_TAG(MARK_WORD(KDEFER_MARK_CALL)):
		return CALL_GATE;
	default:
		return NO_GATE;
	}
}

/* Its first word is its own address, or says that it was passed: frame_pass(). */
static bool has_frame(const struct walk *w)
{
	unsigned long frame = (unsigned long)walk_frame(w);

	return is_on_stack(w, frame, sizeof(struct call_frame)) &&
	       (read_stack(frame) & ~FRAME_PASSED) == frame;
}

/*
 * What stands where the walk stands? The mark must be whole, unless a probe sits
 * on it; a whole mark over a frame that has lost its first word is a frame that
 * was overwritten, and what it had to clean up is not to be trusted.
 */
static bool identify(struct walk *w)
{
	unsigned long word;
	bool whole;

	w->kind = NO_GATE;
	if (is_trusted(w, w->at.ip))
		memcpy(&word, (void *)w->at.ip, sizeof(word));
	else if (copy_from_kernel_nofault(&word, (void *)w->at.ip,
					  sizeof(word)))
		return lost(w, "a return address that is not in readable text");

	w->kind = mark_kind(word);
	if (likely(w->kind == NO_GATE) || likely(has_frame(w)))
		return true;

	whole = (word & U32_MAX) == MARK_OPCODE;
	w->kind = NO_GATE;
	return whole ? lost(w, "a frame that was overwritten") : true;
}

/* A gate's own rbp follows from where its frame is. */
static unsigned long gate_bp(const struct walk *w)
{
	unsigned long frame = (unsigned long)walk_frame(w);

	switch (w->kind) {
	case DEFER_GATE:
		return frame + KDEFER_DEFER_TO_BP;
	case RECOVER_GATE:
		return frame + KDEFER_RECOVER_TO_BP;
	case CALL_GATE:
		return frame + KDEFER_CALL_TO_BP;
	default:
		return w->at.bp;
	}
}

/* A step by frame pointer; its record must lie above what the function called. */
static enum foreign_step step_by_frame(struct walk *w, struct cursor *next)
{
	unsigned long bp = gate_bp(w);

	if (bp <= w->at.slot || !is_on_stack(w, bp, 2 * sizeof(long))) {
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

/* Leaves @w where it is unless it returns WALK_GATE: "stepped" here. */
static enum walk_result step(struct walk *w)
{
	bool by_frame = ARCH_ALL_FRAME_POINTERS || w->kind != NO_GATE ||
			is_trusted(w, w->at.ip);
	enum foreign_step how;
	struct cursor next;

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
	if (arch_is_context_entry(w->at.ip))
		return WALK_END;
	return identify(w) ? WALK_GATE : WALK_LOST;
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
	do {
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

static bool begin(struct walk *w, const struct cursor *from)
{
	unsigned long stack = (unsigned long)task_stack_page(current);

	w->why = NULL;
	w->kind = NO_GATE;
	w->fresh = true;
	w->steps = 0;
	w->at = *from;
	w->edge = *from;
#if !ARCH_ALL_FRAME_POINTERS
	w->foreign.started = false;
	w->foreign.ahead = false;
#endif
	w->low = stack;
	w->high = stack + THREAD_SIZE;
	if (from->slot - stack >= THREAD_SIZE &&
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
	w->client.start = client ? module_text_start(client) : 0;
	w->client.bytes = client ? module_text_bytes(client) : 0;
	if (!begin(w, from))
		return false;
	if (!ARCH_ALL_FRAME_POINTERS && !is_trusted(w, from->ip) &&
	    !foreign_resolve(w))
		return false;
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
	w->client.start = 0;
	w->client.bytes = 0;
	if (!begin(w, from))
		return false;
	foreign_start(w, regs);
	return true;
}

/* Does the walk stand in our own code? */
bool walk_is_own(const struct walk *w)
{
	return is_in(&own_text, w->at.ip);
}

/* The module's own text is trusted from the start. */
void walk_init(void)
{
	own_text.start = module_text_start(THIS_MODULE);
	own_text.bytes = module_text_bytes(THIS_MODULE);
}
