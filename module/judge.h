/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What follows from what the audit finds where a panic or an exit ends: see judge.c.
 */
#ifndef KDEFER_JUDGE_H
#define KDEFER_JUDGE_H

#include <linux/compiler.h>

#include "audit.h"
#include "raise.h"
#include "state.h"
#include "walk.h"

bool judge_stack_with_pads(struct unwind *u, bool strict);
void judge_end(struct unwind *u, bool fatal);
void judge_fault(struct unwind *u, bool noted, bool ends);
bool judge_contains(struct unwind *u);
void judge_landing(struct unwind *u);
void judge_pads(struct unwind *u);

/* What the audit found may be a panic of its own. @u: the unwind that found it, or NULL. */
static __always_inline void judge(const struct unwind *u, bool fatal)
{
	if (likely(!fatal))
		return;
	raise_final("more is held after a recovery than before", u);
	__builtin_trap();
}

/* It is not to be recovered after all, but goes on outwards. */
static inline void judge_refuse(struct unwind *u)
{
	u->recovered = false;
	u->log = NULL;
	u->final = true;
}

/* The body's own stack is intact until the last call has been made. */
static __always_inline unsigned long kept_stack(struct unwind *u)
{
	if (likely(!u->frame->head && !u->frame->blocks))
		return (unsigned long)u->frame;
	walk_check_edge(&u->walk, u->client, u->from);
	return u->walk.edge.slot;
}

/**
 * judge_stack() - audit what lies on the stack that is given back
 * @u:	    what ends in its frame
 * @strict: is it fatal whatever the policy says?
 *
 * Return: true if something was found that is to be fatal.
 */
static __always_inline bool judge_stack(struct unwind *u, bool strict)
{
	if (unlikely(u->pads.active))
		return judge_stack_with_pads(u, strict);
	return audit_stack(kept_stack(u), u->site, u->walk.at.ip, strict);
}

#endif /* KDEFER_JUDGE_H */
