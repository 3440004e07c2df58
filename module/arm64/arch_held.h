/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a context can hold of the processor.
 */
#ifndef KDEFER_ARCH_HELD_H
#define KDEFER_ARCH_HELD_H

#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/thread_info.h>
#include <asm/neon.h>
#include <asm/simd.h>

/*
 * 6.8 made such a section the task's: it can be preempted, and a flag says so. Before, it
 * has bottom halves disabled, and a flag of the processor says so; a section of what an
 * interrupt has interrupted is there before and after.
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
	return !in_hardirq() && !in_nmi() && this_cpu_read(fpsimd_context_busy);
}
#endif

/* Its end may run softirqs, before 6.8. */
#define ARCH_FPU_ENDS_WITH_IRQS_ON 1

/* Where registers of such a section are put meanwhile, of the task; NULL: with the task. */
static inline const void *arch_fpu_room(void)
{
#ifdef KDEFER_HAS_NEON_STATE
	return current->thread.kernel_fpsimd_state;
#else
	return NULL;
#endif
}

static inline void arch_fpu_end(void)
{
#ifdef KDEFER_HAS_NEON_STATE
	kernel_neon_end(current->thread.kernel_fpsimd_state);
#else
	kernel_neon_end();
#endif
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
