/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where a walk stands on the stack, and what it remembers: see walk.c.
 *
 * A cursor stands on a return address. It knows the function that the address
 * leads back into by the value that the frame pointer had there; the memory of what that
 * function called lies below the slot that holds the address:
 *
 *	| ...		    |
 *	| return address    |  next cursor's slot
 *	| caller's bp       |  <- bp, if the function keeps a frame pointer
 *	| its variables     |
 *	| return address ip |  <- slot
 *	| what it called    |
 *
 * A function whose stack the compiler has realigned keeps a copy of its return address
 * above its caller's frame pointer. By frame pointer the copy is what is found, and its place is
 * taken for the slot. It is good for all but the place of a gate's frame, which follows
 * from the gate's, and for the kernel's unwinder, which is asked again.
 */
#ifndef KDEFER_CURSOR_H
#define KDEFER_CURSOR_H

#include <linux/kdefer/frame.h>

#include "arch.h"

struct unwind;

/**
 * struct cursor - a place on the stack
 * @ip:	  a return address
 * @bp:	  frame pointer of the function that it leads into
 * @slot: where on the stack it is
 */
struct cursor {
	unsigned long ip;
	unsigned long bp;
	unsigned long slot;
};

/* What lies at the bottom of a CALL_GATE stack: see kdefer_call(). */
struct call_frame {
	unsigned long bp; /* the gate's own */
	struct unwind *unwind; /* who makes the call; NULL: a plain return */
	unsigned long life;
};

static_assert(offsetof(struct call_frame, life) == KDEFER_FRAME_LIFE);

/*
 * A frame that an unwind has passed is dead, although its memory still looks like
 * one: its proof of life says so, and nothing is deferred into it. It says so in each of
 * its bytes: the next function there may write any part of the word, and leave the rest.
 */
static inline unsigned long frame_passed(const void *frame)
{
	return ~kdefer_life(frame);
}

static inline void frame_pass(struct defer_frame *frame)
{
	frame->life = frame_passed(frame);
}

static inline void call_pass(struct call_frame *call)
{
	call->life = frame_passed(call);
}

/* Text whose functions all keep frame pointers, and where a mark can be read. */
struct text_range {
	unsigned long start;
	unsigned long bytes;
};

static inline bool text_has(const struct text_range *range, unsigned long ip)
{
	return ip - range->start < range->bytes;
}

/* Our own text, where a mark can be read. */
extern struct text_range walk_own_text;

/* How much of the way is remembered. */
#define TRACE_KEPT 8

/* How many functions that are no client's, see passed.c. */
#define PASSED_KEPT 8

/**
 * struct stretch - where a walk from one gate to the next begins
 * @saved: is what follows valid? Only of a way that is not the simplest
 * @at:	   on the gate, or where the walk began
 * @kind:  what stands there
 * @clear: walk.clear
 * @next:  walk.next
 * @nr_passed: walk.nr_passed
 * @why:   why it has to be gone again, or NULL
 */
struct stretch {
	bool saved;
	struct cursor at;
	enum gate_kind kind;
	unsigned long clear;
	unsigned long *next;
	unsigned int nr_passed;
	const char *why;
};

/**
 * struct walk - a walk over the stack of the current context; walk_fork() copies it
 * @at:	    where it stands
 * @edge:   the cursor before: the return address into what @at's function called
 * @kind:   what stands at @at
 * @fresh:  did it begin on a gate, and stands there still?
 * @wary:   may a plain call be the entry of an interrupt?
 * @by_step: is each frame of this stretch looked at by itself?
 * @trusts: are frame pointers followed, in text that is said to keep them?
 * @traced: may tracers have replaced return addresses?
 * @simple: does it stand in trusted text, outside of interrupts, and is not @fresh?
 * @asks:   is every client asked whose text it is? For @passed, where @client is not known
 * @steps:  frames passed
 * @clear:  below this address every gate has been met
 * @end:    where the context ends, after WALK_END
 * @low:    lowest address of the stack
 * @high:   first address above it
 * @client: text of the module that asked
 * @why:    what is wrong, after WALK_LOST
 * @next:   where the next address goes in @trace
 * @trace:  the first return addresses that it came by, but for our own
 * @nr_passed: addresses in @passed
 * @passed: those into functions that are not of @client, 0 between stretches of them
 * @stretch: where the way to the next gate begins, should it have to be gone again
 * @foreign: the kernel's unwinder, for text that keeps no frame pointers
 */
struct walk {
	struct cursor at;
	struct cursor edge;
	enum gate_kind kind;
	bool fresh;
	bool wary;
	bool by_step;
	bool trusts;
	bool traced;
	bool simple;
	bool asks;
	unsigned int steps;
	unsigned long clear;
	unsigned long end;
	unsigned long low;
	unsigned long high;
	struct text_range client;
	const char *why;
	unsigned long *next;
	unsigned long trace[TRACE_KEPT];
	unsigned int nr_passed;
	unsigned long passed[PASSED_KEPT];
	struct stretch stretch;
	struct foreign foreign;
};

/* Does the walk stand in our own code? */
static inline bool walk_is_own(const struct walk *w)
{
	return text_has(&walk_own_text, w->at.ip);
}

/*
 * A function that is passed, or 0: there a client comes. The last place is for that; of more
 * functions than there is room for the outermost are kept.
 */
static inline void walk_note_passed(struct walk *w, unsigned long ip)
{
	if (ip && w->nr_passed >= PASSED_KEPT - 1)
		w->nr_passed = PASSED_KEPT - 2;
	if (ip || (w->nr_passed && w->passed[w->nr_passed - 1]))
		w->passed[w->nr_passed++] = ip;
}

/* The frame of the gate that @w stands on. */
static inline void *walk_frame(const struct walk *w)
{
	return (void *)(w->at.slot + sizeof(long));
}

static inline struct call_frame *walk_call(const struct walk *w)
{
	return walk_frame(w);
}

#endif /* KDEFER_CURSOR_H */
