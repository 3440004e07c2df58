/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Landing pads of the functions that an unwind goes past: see pads.c.
 */
#ifndef KDEFER_PADS_H
#define KDEFER_PADS_H

#include <linux/compiler.h>
#include <linux/minmax.h>

#include "pad_table.h"
#include "state.h"

struct call_frame;
struct module;

void pads_forget(const struct module *mod);
void pads_start(struct unwind *u, struct walk *trail);
void pads_run_up(struct unwind *u);
void pads_run_out(struct unwind *u);
void pads_hand_over(struct unwind *older, const struct unwind *newer,
		    const struct call_frame *call);

/* Runs those of the functions below the gate that the walk has come to. */
static __always_inline void pads_to_gate(struct unwind *u)
{
	if (unlikely(u->pads.active))
		pads_run_up(u);
}

/* Runs those of the functions that are left. */
static __always_inline void pads_to_end(struct unwind *u)
{
	if (unlikely(u->pads.active))
		pads_run_out(u);
}

/* How many were not run that the audit does not know of? It does now. */
static inline unsigned int pads_lost(struct unwind *u)
{
	unsigned int lost = 0;

	swap(u->pads.lost, lost);
	return lost;
}

#endif /* KDEFER_PADS_H */
