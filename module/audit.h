/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The audit, as far as it is on the way of every soft panic: hardly ever is there
 * anything to find. See audit.c.
 */
#ifndef KDEFER_AUDIT_H
#define KDEFER_AUDIT_H

#include <linux/kdefer/frame.h>
#include <linux/sched.h>

#include "gates.h"
#include "held.h"

void audit_note(struct recover_frame *frame);
bool audit_compare_noted(struct defer_frame *frame, unsigned long site,
			 unsigned long end, bool strict);
bool audit_compare_bare(unsigned long site, unsigned long end, bool strict);
bool audit_compare_stack(unsigned long to, unsigned long site,
			 unsigned long end, bool strict);
bool audit_cleanups(unsigned int nr, unsigned long site);

/**
 * audit_compare() - compare what the context holds with what was noted
 * @frame: a frame that a panic or an exit ends in; the call with the note has just
 *	   been made
 * @site:  where that was raised
 * @end:   an address in the frame's function
 * @strict: is it fatal whatever the policy says?
 *
 * Return: true if something was found that is to be fatal.
 */
static __always_inline bool audit_compare(struct defer_frame *frame,
					  unsigned long site, unsigned long end,
					  bool strict)
{
	return unlikely(!(frame->flags & KDEFER_CLEAN) || !held_is_nothing()) &&
	       audit_compare_noted(frame, site, end, strict);
}

/**
 * audit_later() - remember that a panic or an exit has ended in a frame
 * @frame: the frame
 * @site:  where that was raised
 *
 * The call with the note may be one of those that remain: audit_if_due().
 */
static inline void audit_later(struct defer_frame *frame, unsigned long site)
{
	frame->flags |= KDEFER_ENDED;
	kdefer_note_of(frame)->context.site = site;
}

/* Where the panic or exit was raised that has ended in a frame. */
static inline unsigned long audit_site(const struct defer_frame *frame)
{
	return kdefer_note_of(frame)->context.site;
}

/* An address in a frame's function: its body returns to it, in the gate. */
static inline unsigned long audit_end(const struct defer_frame *frame)
{
	return gate_name(frame);
}

/**
 * audit_if_due() - compare if a panic or an exit has ended in a frame
 * @frame: the frame; the call with the note has just been made
 *
 * Return: as audit_compare().
 */
static inline bool audit_if_due(struct defer_frame *frame)
{
	return frame->flags & KDEFER_ENDED &&
	       audit_compare(frame, audit_site(frame), audit_end(frame),
			     frame->flags & KDEFER_FAULTED);
}

/**
 * audit_stack() - what the task refers to must not lie in stack that is given back
 * @to:	  what lies below this address is given back, and is still intact
 * @site: where the panic or exit was raised that gives it back
 * @end:  an address in the function that goes on
 * @strict: as audit_compare()
 *
 * These are put right under every policy. A plug holds I/O that was promised; of
 * bios on a list of the stack there is no telling whether somebody waits.
 *
 * Return: as audit_compare().
 */
static inline bool audit_stack(unsigned long to, unsigned long site,
			       unsigned long end, bool strict)
{
	const struct task_struct *task = current;

	return unlikely((unsigned long)task->plug |
			(unsigned long)task->bio_list |
			(unsigned long)task->journal_info |
			(unsigned long)task->reclaim_state |
			(unsigned long)arch_fpu_room()) &&
	       audit_compare_stack(to, site, end, strict);
}

#endif /* KDEFER_AUDIT_H */
