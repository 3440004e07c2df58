/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where a walk of the stack begins.
 */
#ifndef KDEFER_WALK_START_H
#define KDEFER_WALK_START_H

#include "cursor.h"

struct kdefer_client;
struct module;
struct pt_regs;

void walk_init(void);
bool walk_start(struct walk *w, const struct kdefer_client *client,
		const struct cursor *from);
bool walk_start_fault(struct walk *w, struct pt_regs *regs,
		      const struct cursor *from, const struct module *mod);
bool walk_start_behind(struct walk *w, const struct cursor *from,
		       const struct cursor *at, enum gate_kind kind);

#endif /* KDEFER_WALK_START_H */
