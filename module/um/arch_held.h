/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a context can hold of the processor: nothing, here.
 */
#ifndef KDEFER_ARCH_HELD_H
#define KDEFER_ARCH_HELD_H

#include <linux/types.h>

#define ARCH_FPU_IS_COUNTED 1

static inline bool arch_fpu_in_use(void)
{
	return false;
}

#define ARCH_FPU_ENDS_WITH_IRQS_ON 0

static inline const void *arch_fpu_room(void)
{
	return NULL;
}

static inline void arch_fpu_end(void)
{
}

static inline bool arch_user_access_open(void)
{
	return false;
}

static inline void arch_user_access_close(void)
{
}

#endif /* KDEFER_ARCH_HELD_H */
