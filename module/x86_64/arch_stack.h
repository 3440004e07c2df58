/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_ARCH_STACK_H
#define KDEFER_ARCH_STACK_H

#include <linux/sched.h>

#include <asm/page_types.h>
#include <asm/unwind.h>

#include "return_slot.h"

#if !defined(CONFIG_UNWINDER_ORC) && !defined(CONFIG_UNWINDER_FRAME_POINTER)
#error "kdefer: on x86-64 the kernel must be built with CONFIG_UNWINDER_ORC or _FRAME_POINTER"
#endif
#if defined(CONFIG_X86_USER_SHADOW_STACK) && \
	defined(CONFIG_X86_KERNEL_SHADOW_STACK)
#error "kdefer: kernel shadow stacks are not supported"
#endif

/* The least stack that a soft panic begins with; KASAN's is twice as large. */
#define ARCH_STACK_ROOM_BYTES (4096 << KASAN_STACK_ORDER)

/* Interrupts have stacks, or registers, of their own between. */
#define ARCH_PLAIN_ENTRIES 0

/* The frame pointer unwinder takes the copy of a return address for the slot. */
#define ARCH_SLOTS_MAY_BE_COPIES IS_ENABLED(CONFIG_UNWINDER_FRAME_POINTER)

/*
 * Kernel text keeps none, or not at every instruction: only a client's is walked
 * without the kernel's unwinder.
 */
#define ARCH_ALL_FRAME_POINTERS 0

/**
 * struct foreign - the kernel's unwinder, as far as it has come
 * @state:   its own state
 * @started: is @state valid?
 * @ahead:   does it stand where the next step leads already?
 * @gate_bp: rbp of the gate that called what faulted before it had a frame, or 0
 * @gate_slot: where the return address into that gate lies
 */
struct foreign {
	struct unwind_state state;
	bool started;
	bool ahead;
#ifdef CONFIG_UNWINDER_FRAME_POINTER
	unsigned long gate_bp;
	unsigned long gate_slot;
#endif
};

/* Frame records are not all that there is: who is not trusted is asked about always. */
static inline bool foreign_is_ahead(const struct foreign *f)
{
	return f->ahead;
}

/* The next step begins where the walk stands. */
static inline void foreign_restart(struct foreign *f)
{
	f->started = false;
	f->ahead = false;
}

/* Another walk goes on from there. The state is large, and most walks need none. */
static inline void foreign_fork(struct foreign *f, const struct foreign *from)
{
	if (unlikely(from->started || from->ahead))
		*f = *from;
	else
		foreign_restart(f);
}

/* Registers that a fault had, kept for the unwinder. */
struct fault_regs {
	struct pt_regs regs;
};

/* Is this the frame record of an outermost frame? The kernel's unwinder knows. */
static inline bool arch_is_end(const unsigned long *record, unsigned long ip)
{
	return false;
}

static inline bool arch_leads_out(unsigned long bp, unsigned long low)
{
	return false;
}

/* How far the stack of a task goes that does not run. */
static inline unsigned long arch_task_sp(const struct task_struct *task)
{
	return READ_ONCE(task->thread.sp);
}

#endif /* KDEFER_ARCH_STACK_H */
