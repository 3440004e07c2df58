/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_ARCH_STACK_H
#define KDEFER_ARCH_STACK_H

#include <linux/compiler.h>
#include <linux/ptrace.h>
#include <linux/sched.h>

#include <asm/memory.h>

/* What nobody has tried is refused by name. */
#if !defined(CONFIG_FRAME_POINTER) || !defined(CONFIG_VMAP_STACK)
#error "kdefer: on arm64 the kernel must be built with CONFIG_FRAME_POINTER and CONFIG_VMAP_STACK"
#endif
#ifndef CONFIG_KPROBES
#error "kdefer: on arm64 the kernel must be built with CONFIG_KPROBES, which finds exceptions"
#endif
#ifdef CONFIG_PREEMPT_RT
#error "kdefer: on arm64 CONFIG_PREEMPT_RT is not supported yet: tasks lend softirqs their stacks"
#endif
#if defined(CONFIG_CFI_CLANG) || defined(CONFIG_CFI)
#error "kdefer: on arm64 kCFI is not supported yet: gates have no hash of their type"
#endif
#ifdef CONFIG_SHADOW_CALL_STACK
#error "kdefer: on arm64 shadow call stacks are not supported: an unwind would leave them"
#endif
#ifdef CONFIG_ARM64_BTI_KERNEL
#error "kdefer: on arm64 CONFIG_ARM64_BTI_KERNEL is not supported yet"
#endif
#ifdef CONFIG_ARM64_SW_TTBR0_PAN
#error "kdefer: on arm64 CONFIG_ARM64_SW_TTBR0_PAN is not supported yet: user space would stay open"
#endif
#ifdef CONFIG_KASAN
#error "kdefer: on arm64 KASAN is not supported yet: stack that is given back would stay poisoned"
#endif

/* The least stack that a soft panic begins with. */
#define ARCH_STACK_ROOM_BYTES 4096

/* Interrupts have stacks, or registers, of their own between. */
#define ARCH_PLAIN_ENTRIES 0

/* Who has replaced a return address is found by the caller's frame, a copy or not. */
#define ARCH_SLOTS_MAY_BE_COPIES 0

/* All kernel text that calls something keeps frame records. */
#define ARCH_ALL_FRAME_POINTERS 1

/**
 * struct foreign - the first step outwards from an instruction that faulted
 * @ahead:  is it still to come?
 * @caller: where its function returns to, if it has no frame record (yet), or 0
 */
struct foreign {
	bool ahead;
	unsigned long caller;
};

/* The next step is by frame record. */
static inline void foreign_restart(struct foreign *f)
{
	f->ahead = false;
}

/* Another walk goes on from there. */
static inline void foreign_fork(struct foreign *f, const struct foreign *from)
{
	*f = *from;
}

/* Is the next step not one by frame record? */
static inline bool foreign_is_ahead(const struct foreign *f)
{
	return f->ahead;
}

/* Registers that a fault had, kept for the first step. */
struct fault_regs {
	struct pt_regs regs;
};

/* A return address on the stack without a signature: xpaclri, a NOP where there are none. */
static __always_inline unsigned long arch_address(unsigned long word)
{
#ifdef CONFIG_ARM64_PTR_AUTH_KERNEL
	register unsigned long x30 asm("x30") = word;

	asm("hint	#7" : "+r"(x30));
	return x30;
#else
	return word;
#endif
}

/* Can a call return there? Of what frame records lead to nobody else says so. */
bool arch_is_behind_call(unsigned long ip);

/* By what tracers know the return of a function: the frame pointer of who has called it. */
static inline unsigned long arch_return_key(unsigned long slot,
					    unsigned long bp)
{
	return bp;
}

/* The same, of what lies on a slot of a frame record. */
static inline unsigned long arch_slot_key(unsigned long slot)
{
	return READ_ONCE_NOCHECK(((const unsigned long *)slot)[-1]);
}

/* Above those of all functions that have been called with this frame pointer. */
static inline unsigned long arch_keys_end(unsigned long bp)
{
	return bp + 1;
}

/* Does an exception of the kernel's own code begin there? Part of arch_init(): where they do. */
bool arch_is_exception(unsigned long ip);
int arch_stack_init(void);

/*
 * Is this the frame record of an outermost frame? Those of tasks are empty. Registers that an
 * exception has saved have one among them as well, which says where the interrupted code
 * goes on, and until 6.14 looks like any other: but only the kernel's entry has that for its
 * own. What the registers are says nothing: handlers of probes change them, and those of an
 * exception that is over may lie there still.
 */
static inline bool arch_is_end(const unsigned long *record, unsigned long ip)
{
	return (!record[0] && !record[1]) || arch_is_exception(ip);
}

/* Does the context end with what leads there? On the stacks of interrupts the task's is next. */
static inline bool arch_leads_out(unsigned long bp, unsigned long low)
{
	const unsigned long stack = (unsigned long)current->stack;

	return low != stack && bp - stack < THREAD_SIZE;
}

/* How far the stack of a task goes that does not run. */
static inline unsigned long arch_task_sp(const struct task_struct *task)
{
	return READ_ONCE(task->thread.cpu_context.sp);
}

#endif /* KDEFER_ARCH_STACK_H */
