/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a context can hold of the processor.
 */
#ifndef KDEFER_ARCH_HELD_H
#define KDEFER_ARCH_HELD_H

#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <asm/fpu/api.h>
#include <asm/processor-flags.h>

/* Such a section has preemption or bottom halves disabled, where interrupts are not off. */
#define ARCH_FPU_IS_COUNTED 1

/* In interrupts irq_fpu_usable() answers another question as well. */
static inline bool arch_fpu_in_use(void)
{
	return !in_hardirq() && !in_nmi() && !irq_fpu_usable();
}

#define ARCH_FPU_ENDS_WITH_IRQS_ON 0

static inline const void *arch_fpu_room(void)
{
	return NULL;
}

/*
 * Since 6.15 a section that began with interrupts off has taken nothing along, and one
 * with interrupts on bottom halves. With interrupts off its end gives nothing else back,
 * and bottom halves are found by themselves. Before, preemption goes with it.
 */
static inline void arch_fpu_end(void)
{
	unsigned long flags;

	local_irq_save(flags);
	kernel_fpu_end();
	local_irq_restore(flags);
}

static inline bool arch_user_access_open(void)
{
	return native_save_fl() & X86_EFLAGS_AC;
}

/* As clac() does, which objtool accepts only where it has seen the stac(). */
static inline void arch_user_access_close(void)
{
	asm volatile("push %0\n\t"
		     "popf"
		     :
		     : "r"(native_save_fl() & ~(unsigned long)X86_EFLAGS_AC)
		     : "memory", "cc");
}

#endif /* KDEFER_ARCH_HELD_H */
