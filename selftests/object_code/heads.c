// SPDX-License-Identifier: GPL-2.0
/* Where in a frame its lists begin, for "check", as lines of assembly. */
#include <linux/kdefer.h>

#define HEAD offsetof(struct defer_frame, head)
#ifdef HAS_BLOCKS
#define BLOCKS offsetof(struct defer_frame, blocks)
#else
#define BLOCKS HEAD
#endif

void heads(void);

void heads(void)
{
	asm volatile(".ascii \"head %c0\"" : : "i"(HEAD));
	asm volatile(".ascii \"head %c0\"" : : "i"(BLOCKS));
}
