/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Threads that end inside a DEFER_FN or RECOVER_FN.
 */
#ifndef KDEFER_THREAD_END_H
#define KDEFER_THREAD_END_H

#include <linux/types.h>

#ifdef CONFIG_TRACEPOINTS
void thread_end_watch(bool wanted);
void thread_end_init(void);
void thread_end_exit(void);
#else
static inline void thread_end_watch(bool wanted)
{
}

static inline void thread_end_init(void)
{
}

static inline void thread_end_exit(void)
{
}
#endif

#endif /* KDEFER_THREAD_END_H */
