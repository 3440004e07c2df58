/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a context can hold of the processor.
 */
#ifndef KDEFER_ARCH_HELD_H
#define KDEFER_ARCH_HELD_H

#include <linux/preempt.h>
#include <linux/thread_info.h>
#include <asm/neon.h>
#include <asm/simd.h>

/*
 * 6.8 made such a section the task's: it can be preempted, and a flag says so. Before, it
 * has bottom halves disabled.
 */
#ifdef TIF_KERNEL_FPSTATE
#define ARCH_FPU_IS_COUNTED 0
static inline bool arch_fpu_in_use(void)
{
	return in_task() && test_thread_flag(TIF_KERNEL_FPSTATE);
}
#else
#define ARCH_FPU_IS_COUNTED 1
static inline bool arch_fpu_in_use(void)
{
	return !in_hardirq() && !in_nmi() && !irqs_disabled() &&
	       !may_use_simd();
}
#endif

static inline void arch_fpu_end(void)
{
	kernel_neon_end();
}

/* User space is reached by instructions of its own: nothing is opened for it. */
static inline bool arch_user_access_open(void)
{
	return false;
}

static inline void arch_user_access_close(void)
{
}

#endif /* KDEFER_ARCH_HELD_H */
