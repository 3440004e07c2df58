// SPDX-License-Identifier: GPL-2.0
/*
 * What follows from what the audit finds where a panic or an exit ends. After a CPU fault more
 * is fatal than otherwise, and is looked for more than once: before the first handler has had
 * its turn, nobody has said that it may stay.
 */
#include <linux/kdefer.h>

#include "audit.h"
#include "judge.h"
#include "pads.h"

/*
 * Is what the audit finds fatal, whatever its policy? After a fault it is, unless whoever
 * handles that, or the administrator, has said otherwise.
 */
static bool is_strict(const struct unwind *u)
{
	return u->strict && !(u->frame->flags & KDEFER_UNSAFE);
}

/* See judge_stack(). With clients that have landing pads: some may not have been run. */
noinline bool judge_stack_with_pads(struct unwind *u, bool strict)
{
	const unsigned int lost = pads_lost(u);
	const bool fatal = lost && audit_cleanups(lost, u->site);

	return audit_stack(kept_stack(u), u->site, u->walk.at.ip, strict) ||
	       fatal;
}

/**
 * judge_end() - something ends
 * @u:	   what ends
 * @fatal: what the audit says
 *
 * What the audit finds ends a fault as the oops that it was, with what it was found at;
 * other panics, and exits, in one of our own.
 */
void judge_end(struct unwind *u, bool fatal)
{
	if (fatal && u->faulted && u->panicking)
		judge_refuse(u);
	else
		judge(u, fatal);
}

/* What does a fault leave held, when the first handler has had its turn, or without one? */
static bool compare_fault(struct unwind *u, bool noted)
{
	const bool strict = is_strict(u);

	u->judged = u->frame;
	return noted ? audit_compare(u->frame, u->site, u->walk.at.ip, strict) :
		       audit_compare_bare(u->site, u->walk.at.ip, strict);
}

/**
 * judge_fault() - a call was made after a fault
 * @u:	   the unwind
 * @noted: was it the first handler, or was there a note that is void?
 * @ends:  and does the fault, or an exit or what contains it, end here?
 *
 * What was recovered is judged also where an exit goes on. With the first handler still
 * to come its turn is waited for.
 */
noinline void judge_fault(struct unwind *u, bool noted, bool ends)
{
	if (ends ||
	    (u->recovered && (noted || !(u->frame->flags & KDEFER_NOTED))))
		judge_end(u, compare_fault(u, noted));
	if (u->recovered)
		judge_end(u, judge_stack(u, is_strict(u)));
}

/**
 * judge_contains() - nobody has recovered from a fault
 * @u: the unwind
 *
 * Return: may it be contained, with what it leaves held?
 */
noinline bool judge_contains(struct unwind *u)
{
	if (u->judged != u->frame)
		judge_end(u, compare_fault(u, false));
	judge_end(u, judge_stack(u, is_strict(u)));
	return !u->final;
}

/**
 * judge_landing() - a fault has a part in what ends here
 * @u: the unwind
 *
 * What was recovered or contained is judged already.
 */
noinline void judge_landing(struct unwind *u)
{
	const bool strict = is_strict(u);

	if (u->exiting && !u->panicking) {
		if (u->judged != u->frame)
			judge(u, compare_fault(u, false));
		judge(u, judge_stack(u, strict));
	}
	if (strict && (u->frame->head || u->frame->blocks))
		u->frame->flags |= KDEFER_FAULTED;
}

/**
 * judge_pads() - at the end of a thread: some landing pads may not have been run
 * @u: the unwind
 */
noinline void judge_pads(struct unwind *u)
{
	const unsigned int lost = pads_lost(u);

	judge(u, lost && audit_cleanups(lost, u->site));
}
