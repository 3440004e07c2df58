/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_LANDING_H
#define KDEFER_LANDING_H

/* Offsets in struct landing, for assembly. */
#define LANDING_SP 0
#define LANDING_BP 8
#define LANDING_FRAME 16

#ifndef __ASSEMBLY__

#include <linux/build_bug.h>
#include <linux/stddef.h>

struct defer_frame;

/**
 * struct landing - where control goes when stack is given back
 * @sp:	   the slot that the stack ends with: a return address into a body
 * @bp:	   frame pointer of that body; for kdefer_call(), of that gate itself
 * @frame: the recovering frame; NULL to go back into kdefer_call()
 */
struct landing {
	unsigned long sp;
	unsigned long bp;
	struct defer_frame *frame;
};

static_assert(offsetof(struct landing, sp) == LANDING_SP);
static_assert(offsetof(struct landing, bp) == LANDING_BP);
static_assert(offsetof(struct landing, frame) == LANDING_FRAME);

#endif /* __ASSEMBLY__ */
#endif /* KDEFER_LANDING_H */
