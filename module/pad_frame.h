/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What lies at the bottom of the stack that a landing pad runs on.
 *
 * A pad is called as a deferred call is, and is one to whoever walks: the frame begins as
 * that of kdefer_call_gate. What the pad calls returns into a client's text, where no mark
 * can be: that a pad is running there says the frame.
 */
#ifndef KDEFER_PAD_FRAME_H
#define KDEFER_PAD_FRAME_H

/* As KDEFER_LIFE, in the fourth word. */
#define PAD_LIFE 0x6bdef04d00000000
#define PAD_FRAME_LIFE 24

#ifndef __ASSEMBLY__

#include "cursor.h"

struct pad_frame {
	struct call_frame call;
	unsigned long pad; /* PAD_LIFE and its own address */
};

static_assert(offsetof(struct pad_frame, pad) == PAD_FRAME_LIFE);

/* Is a pad running whose frame is here, or would be? All of it is on the stack. */
static inline bool pad_runs(const void *frame)
{
	return READ_ONCE_NOCHECK(*(unsigned long *)((unsigned long)frame +
						    PAD_FRAME_LIFE)) ==
	       (unsigned long)frame + PAD_LIFE;
}

#endif /* __ASSEMBLY__ */
#endif /* KDEFER_PAD_FRAME_H */
