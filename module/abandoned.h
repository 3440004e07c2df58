/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_ABANDONED_H
#define KDEFER_ABANDONED_H

#ifdef CONFIG_TRACEPOINTS
void abandoned_init(void);
void abandoned_exit(void);
#else
static inline void abandoned_init(void)
{
}

static inline void abandoned_exit(void)
{
}
#endif

#endif /* KDEFER_ABANDONED_H */
