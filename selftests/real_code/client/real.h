/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Code of the kernel, left at each call that it makes. A file of ours includes the headers
 * that a piece includes, this one, "calls.h", and then the piece itself: calls of the kernel
 * are steps there, and the at-th step gives up. What is allocated and not freed is counted.
 */
#ifndef KDEFER_TEST_REAL_H
#define KDEFER_TEST_REAL_H

#include <linux/kdefer.h>
#include <linux/moduleparam.h>

/* In a function that the kernel calls, or a test: steps count until it ends. */
void real_enter(void);
void real_leave(void *unused);

/* clang-format off */
#define REAL_ENTRY()				\
	defer_recover();			\
	real_enter();				\
	defer_call(real_leave, NULL)
/* clang-format on */

bool real_gives_up(const char *func, const char *call);

static __always_inline void real_step(const char *func, const char *call)
{
	if (real_gives_up(func, call))
		soft_panic(-ECANCELED, "%s: %s() gives up", func, call);
}

void real_track(const void *p);

/* These take the place of the kernel's in a piece, in its landing pads, too. */
void real_kfree(const void *p);
void real_kvfree(const void *p);
void real_kfree_const(const void *p);

/* What a test does to a piece: writing to parameter "run" does it, "state" tells. */
struct real_command {
	const char *name;
	int (*run)(void);
};

int real_run(const char *name, const struct real_command *commands);

#endif /* KDEFER_TEST_REAL_H */
