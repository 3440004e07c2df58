/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Walking the stack outwards, from gate to gate.
 */
#ifndef KDEFER_WALK_H
#define KDEFER_WALK_H

#include "cursor.h"

struct kdefer_client;
struct module;
struct pt_regs;

/* The result of a walk. */
enum walk_result {
	WALK_GATE, /* stands on a gate */
	WALK_END, /* the outermost frame of this context was passed */
	WALK_LOST, /* the way on is not certain; walk.why says what is wrong */
};

void walk_init(void);
bool walk_start(struct walk *w, const struct kdefer_client *client,
		const struct cursor *from);
bool walk_start_fault(struct walk *w, struct pt_regs *regs,
		      const struct cursor *from, const struct module *mod);
bool walk_start_behind(struct walk *w, const struct cursor *from,
		       const struct cursor *at, enum gate_kind kind);
enum walk_result walk_to_gate(struct walk *w);
bool walk_step(struct walk *w);
void walk_check_edge(struct walk *w, const struct kdefer_client *client,
		     const struct cursor *from);

/* Our own text, where a mark can be read. */
extern struct text_range walk_own_text;

static inline bool text_has(const struct text_range *range, unsigned long ip)
{
	return ip - range->start < range->bytes;
}

/* Does the walk stand in our own code? */
static inline bool walk_is_own(const struct walk *w)
{
	return text_has(&walk_own_text, w->at.ip);
}

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

/* Another walk from where @from stands. It remembers nothing of the way. */
static inline void walk_fork(struct walk *w, const struct walk *from)
{
	*w = *from;
	w->next = &w->trace[TRACE_KEPT];
	w->stretch.next = w->next;
}

#endif /* KDEFER_WALK_H */
