/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a soft panic or an exit is while it is on its way: see unwind.h.
 */
#ifndef KDEFER_STATE_H
#define KDEFER_STATE_H

#include <linux/kdefer.h>
#include <linux/kdefer/frame.h>

#include <arch_gate.h>

#include "cursor.h"
#include "landing.h"
#include "thread.h"

struct va_format;

/* The chain keeps the first panic and the newest others, see soft_panic_prev(). */
#define PANICS_KEPT 4
#define STACK_KEPT TRACE_KEPT
#define TEXT_BYTES 120

/**
 * struct soft_panic_origin - what a panic keeps for itself
 * @slot:      which of its unwind's records it is
 * @recovered: was it recovered when it was replaced?
 * @repanicked: and replaced by itself?
 * @settled:   is @text in place?
 * @exact:     was it raised at that very instruction, not by a call before it?
 * @prev:      the panic that it replaced
 * @identity:  what it and those that soft_repanic() made of it have in common; 0: none
 * @format:    the reason, until @text is in place
 * @depth:     addresses in @stack
 * @stack:     return addresses on stack that was given back
 * @length:    of @text
 * @text:      the reason
 */
struct soft_panic_origin {
	u8 slot;
	bool recovered;
	bool repanicked;
	bool settled;
	bool exact;
	struct soft_panic *prev;
	unsigned long identity;
	struct va_format *format;
	unsigned int depth;
	unsigned int length;
	unsigned long stack[STACK_KEPT];
	char text[TEXT_BYTES];
};

/* The place of a frame where a thread's end ends: no frame is met there. */
#define UNWIND_ENDS_THREAD ((struct defer_frame *)1)

/* A panic and what belongs to it. */
struct panic_record {
	struct soft_panic panic;
	struct soft_panic_origin origin;
};

/**
 * struct pads - how far the landing pads of the functions have been run: see pads.c
 * @reg:    the registers that calls keep, at @trail
 * @known:  which of them are known, a bit each
 * @active: is there any client with pads?
 * @behind_fault: is the instruction that faulted still to come? It is further in than @trail
 * @called_fault: was what faulted called by the function that comes next?
 * @unseen: has the function that comes next called what was left though the compiler may think
 *	    that it cannot be?
 * @lost:   how many pads were not run, or 0 where the audit knows of them
 * @again:  where in a pad what it called has given up; 0: it has not
 * @again_known: likewise, of @again_reg
 * @again_reg: the registers there
 * @returns: what kretprobes waited for when a pad was called: tracers_newest()
 * @trail:  a walk up to where they have been run
 *
 * The registers come first: kdefer_leap() stores them.
 */
struct pads {
	unsigned long reg[ARCH_KEPT_REGISTERS];
	unsigned int known;
	bool active;
	bool behind_fault;
	bool called_fault;
	bool unseen;
	unsigned int lost;
	unsigned long again;
	unsigned int again_known;
	unsigned long again_reg[ARCH_KEPT_REGISTERS];
	const struct llist_node *returns;
	struct walk *trail;
};

/**
 * struct unwind - a soft panic or exit on its way out
 * @pads:	landing pads of what it goes past
 * @goes_on_from: the unwind in whose loop it was raised, and that will not go on; or NULL
 * @walk:	how far it is
 * @from:	where it began; a variable of whoever began it
 * @client:	who began it
 * @exact:	did it begin at that very instruction?
 * @frame:	the frame whose calls are being made
 * @judged:	the frame in which what a fault left held was looked at
 * @panicking:	is @now a panic in flight?
 * @recovered:	has the running handler recovered it?
 * @handling:	is the running call a handler?
 * @faulted:	has a CPU fault a part in it? What was interrupted is in no order
 * @strict:	is what it leaves held fatal, unless the frame says otherwise?
 * @final:	is there no recovering from it?
 * @exiting:	is it on its way to @exit_frame?
 * @began_exiting: was it, before it met any panic?
 * @log:	what says that @recovered has ended the panic; NULL: nobody
 * @calls:	deferred calls that were made
 * @site:	where the newest panic or exit was raised
 * @result:	what the recovering function returns
 * @exit_code:	what the function at @exit_frame returns
 * @exit_frame:	the RECOVER_FN that it ends in; UNWIND_ENDS_THREAD: not a frame, all of
 *		them
 * @exit_by:	the module whose outermost RECOVER_FN that is; NULL: it was named
 * @contain_frame: the frame that contains a panic that nobody recovers; NULL: none, or
 *		nobody has looked for it
 * @graph_index: the function-graph tracer's state in the loop
 * @graph_depth: likewise
 * @own:	by what tracers know the return of kdefer_unwind()
 * @landing:	where to go when it is over
 * @now:	the newest panic
 * @nr_older:	how many it replaced that are kept
 * @older:	those, oldest first
 * @omitted:	how many that are not, between the first of those and the second
 * @exit_older:	how many of those are from before the exit
 * @exit_omitted: likewise of @omitted
 * @record:	the memory of @now and @older
 * @end:	how the thread wants to end, with UNWIND_ENDS_THREAD
 *
 * It is large, and most of it is rarely used: nothing may clear it as a whole.
 */
struct unwind {
	struct pads pads;
	const struct unwind *goes_on_from;
	struct walk walk;
	const struct cursor *from;
	const struct kdefer_client *client;
	struct defer_frame *frame;
	struct defer_frame *judged;
	bool exact;
	bool panicking;
	bool recovered;
	bool handling;
	bool faulted;
	bool strict;
	bool final;
	bool exiting;
	bool began_exiting;
	struct kdefer_log *log;
	unsigned int calls;
	unsigned long site;
	unsigned long result;
	unsigned long exit_code;
	struct defer_frame *exit_frame;
	const struct module *exit_by;
	struct defer_frame *contain_frame;
	int graph_index;
	int graph_depth;
	unsigned long own;
	struct landing landing;
	struct panic_record *now;
	unsigned int nr_older;
	unsigned int omitted;
	unsigned int exit_older;
	unsigned int exit_omitted;
	struct panic_record *older[PANICS_KEPT - 1];
	struct panic_record record[PANICS_KEPT];
	struct thread_end end;
};

static_assert(offsetof(struct unwind, pads.reg) == 0);

#endif /* KDEFER_STATE_H */
