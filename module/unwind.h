/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The state machine: one loop for soft panics and exits.
 *
 * A struct unwind lives on the stack of the code that gave up. Its loop visits
 * gates from the inside outwards and makes their deferred calls, each through
 * kdefer_call(), a gate of its own kind. If such a call gives up in turn, the new
 * unwind walks outwards until it meets that gate, hands what it brings to the
 * older one, and goes back to its loop:
 *
 *	| f1	RECOVER_FN	    |	not visited yet
 *	| f2	DEFER_FN	    | <- A stands here: f2's calls are being made
 *	| f3			    |	visited, or a plain function
 *	| soft_panic()  unwind A    | <- ... the newer panic becomes A's
 *	| kdefer_call()		    | <- B meets this gate ...
 *	| deferred call of f2	    |	 given back
 *	| soft_panic()  unwind B    |	 given back
 */
#ifndef KDEFER_UNWIND_H
#define KDEFER_UNWIND_H

#include <linux/kdefer.h>
#include <linux/kdefer/frame.h>

#include "landing.h"
#include "walk.h"

struct va_format;

/* The chain keeps the first panic and the newest others, see soft_panic_prev(). */
#define PANICS_KEPT 4
#define STACK_KEPT 8
#define TEXT_BYTES 120

/**
 * struct soft_panic_origin - what a panic keeps for itself
 * @prev:      the panic that it replaced
 * @recovered: was it recovered when it was replaced?
 * @repanicked: and replaced by itself?
 * @again:     the panic that it is the same as, for soft_repanic()
 * @settled:   is @text in place?
 * @format:    the reason, until it is
 * @from:      where it was raised; slot is 0 when that stack was given back
 * @exact:     is that the very instruction, not the one after a call?
 * @client:    the module that raised it, if it keeps frame pointers
 * @depth:     return addresses in @stack, kept when the stack is given back
 * @stack:     those
 * @text:      the reason
 */
struct soft_panic_origin {
	struct soft_panic *prev;
	bool recovered;
	bool repanicked;
	bool settled;
	const struct soft_panic *again;
	struct va_format *format;
	struct cursor from;
	bool exact;
	const struct module *client;
	unsigned int depth;
	unsigned long stack[STACK_KEPT];
	char text[TEXT_BYTES];
};

/* A panic and what belongs to it. */
struct panic_record {
	struct soft_panic panic;
	struct soft_panic_origin origin;
};

/**
 * struct unwind - a soft panic or exit on its way out
 * @walk:	how far it is
 * @frame:	the frame whose calls are being made; NULL before the first
 * @panicking:	is @now a panic in flight?
 * @recovered:	has the running handler recovered it?
 * @handling:	is the running call a handler?
 * @final:	is there no recovering from it?
 * @exiting:	is it on its way to @exit_frame?
 * @began_exiting: was it, before it met any panic?
 * @site:	where the newest panic or exit was raised
 * @result:	what the recovering function returns
 * @exit_code:	what the function at @exit_frame returns
 * @exit_frame:	the outermost RECOVER_FN; NULL until somebody has looked for it
 * @graph_index: the function-graph tracer's state in the loop
 * @graph_depth: likewise
 * @landing:	where to go when it is over
 * @now:	the newest panic
 * @nr_older:	how many it replaced that are kept in @older
 * @omitted:	how many that are not, between the first of those and the second
 * @exit_older:	how many of those are from before the exit
 * @exit_omitted: likewise of @omitted
 * @older:	those, oldest first
 */
struct unwind {
	struct walk walk;
	struct defer_frame *frame;
	bool panicking;
	bool recovered;
	bool handling;
	bool final;
	bool exiting;
	bool began_exiting;
	unsigned long site;
	unsigned long result;
	unsigned long exit_code;
	struct defer_frame *exit_frame;
	int graph_index;
	int graph_depth;
	struct landing landing;
	struct panic_record now;
	unsigned int nr_older;
	unsigned int omitted;
	unsigned int exit_older;
	unsigned int exit_omitted;
	struct panic_record older[PANICS_KEPT - 1];
};

/* unwind.c */
struct landing *kdefer_unwind(struct unwind *u);
void kdefer_finish(struct defer_frame *frame);
void unwind_call(struct unwind *u, struct defer *call);
struct soft_panic *unwind_in_flight(struct unwind *u);
bool unwind_prepare_exit(struct unwind *u, unsigned long code);

/* gate.S */
void kdefer_call(struct unwind *u, void *fn, unsigned long arg0,
		 unsigned long arg1);
void kdefer_leap(struct unwind *u);

/* panic.c */
void panic_settle(struct panic_record *r);
void panic_raise_fault(const struct cursor *from, bool exact, int err,
		       enum soft_panic_cause cause, unsigned long addr,
		       const char *text);
void panic_raise_final(const char *text);
void panic_replace(struct unwind *older, struct unwind *newer);

#endif /* KDEFER_UNWIND_H */
