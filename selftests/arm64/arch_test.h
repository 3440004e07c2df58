/* SPDX-License-Identifier: GPL-2.0 */
/*
 * See ../arch.h.
 */
#ifndef KDEFER_TEST_ARCH_TEST_H
#define KDEFER_TEST_ARCH_TEST_H

#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/irqflags.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/thread_info.h>
#include <linux/types.h>
#include <linux/version.h>

#include <asm/cpufeature.h>
#include <asm/memory.h>
#include <asm/neon.h>
#include <asm/simd.h>
#include <asm/sysreg.h>

/* x19 to x28. Of x29 call_with_preserved() itself makes use. */
#define PRESERVED_REGISTERS 10

struct preserved {
	unsigned long before[PRESERVED_REGISTERS];
	unsigned long after[PRESERVED_REGISTERS];
};

/* registers.S; Kbuild links arm64/registers.o. */
long call_with_preserved(long (*function)(void *arg), void *arg,
			 struct preserved *p);

#define overwrite_preserved()                                            \
	asm volatile("mov	x19, #-1\n\t"                                  \
		     "mov	x20, x19\n\t"                                  \
		     "mov	x21, x19\n\t"                                  \
		     "mov	x22, x19\n\t"                                  \
		     "mov	x23, x19\n\t"                                  \
		     "mov	x24, x19\n\t"                                  \
		     "mov	x25, x19\n\t"                                  \
		     "mov	x26, x19\n\t"                                  \
		     "mov	x27, x19\n\t"                                  \
		     "mov	x28, x19" ::                             \
			     : "x19", "x20", "x21", "x22", "x23", "x24", \
			       "x25", "x26", "x27", "x28")

#define overwrite_scratch()                                                    \
	asm volatile("mov	x0, #-1\n\t"                                         \
		     "mov	x1, x0\n\t"                                          \
		     "mov	x2, x0\n\t"                                          \
		     "mov	x3, x0\n\t"                                          \
		     "mov	x4, x0\n\t"                                          \
		     "mov	x5, x0\n\t"                                          \
		     "mov	x6, x0\n\t"                                          \
		     "mov	x7, x0\n\t"                                          \
		     "mov	x8, x0\n\t"                                          \
		     "mov	x9, x0\n\t"                                          \
		     "mov	x10, x0\n\t"                                         \
		     "mov	x11, x0\n\t"                                         \
		     "mov	x12, x0\n\t"                                         \
		     "mov	x13, x0\n\t"                                         \
		     "mov	x14, x0\n\t"                                         \
		     "mov	x15, x0\n\t"                                         \
		     "mov	x16, x0\n\t"                                         \
		     "mov	x17, x0" ::                                    \
			     : "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", \
			       "x8", "x9", "x10", "x11", "x12", "x13", "x14",  \
			       "x15", "x16", "x17")

struct stack_record {
	unsigned long bp;
	unsigned long ip;
};

/* The function is global to the compiler, or it would not be there by its name. */
#define call_with_frame_pointer(function, arg, record)                         \
	do {                                                                   \
		register unsigned long __arg asm("x0") = (unsigned long)(arg); \
                                                                               \
		asm volatile("stp	x29, x30, [sp, #-16]!\n\t"                   \
			     "mov	x29, %[bp]\n\t"                              \
			     "bl	" #function "\n\t"                     \
			     "ldp	x29, x30, [sp], #16"                         \
			     : "+r"(__arg)                                     \
			     : [bp] "r"(record)                                \
			     : "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", \
			       "x9", "x10", "x11", "x12", "x13", "x14", "x15", \
			       "x16", "x17", "x18", "x30", "cc", "memory");    \
	} while (0)

#define NEEDS_FRAME() asm volatile("" : : : "x30")

#define JUMP_ALWAYS(label) asm goto("b	%l0" : : : : label)

#define DIVISION_FAULTS 0
#define NOT_CANONICAL_CAUSE SOFT_PANIC_PAGE_FAULT
/* The kernel takes off what may be a tag. */
#define NOT_CANONICAL_ADDR(addr) untagged_addr(addr)

static __always_inline long load_by_asm(const void *p)
{
	long value;

	asm volatile("ldr	%0, [%1]" : "=r"(value) : "r"(p));
	return value;
}

/* Division by zero is no fault here: who asks is to look first. */
static __always_inline int divide_by_asm(int a, int b)
{
	int result;

	asm volatile("sdiv	%w0, %w1, %w2" : "=r"(result) : "r"(a), "r"(b));
	return result;
}

static __always_inline long load_behind_push(const void *p)
{
	long value;

	asm volatile("str	%1, [sp, #-16]!\n\t"
		     "ldr	%0, [%1]\n\t"
		     "ldr	%1, [sp], #16"
		     : "=&r"(value), "+r"(p)
		     :
		     : "memory");
	return value;
}

/* The timer's counter is too coarse: that of cycles, where nobody counts them for perf. */
static inline u64 cpu_ticks(void)
{
	const u64 enabled = BIT(0), is_long = BIT(6), cycles = BIT(31);

	if (!(read_sysreg(pmcr_el0) & enabled)) {
		write_sysreg(read_sysreg(pmcr_el0) | enabled | is_long,
			     pmcr_el0);
		write_sysreg(cycles, pmcntenset_el0);
		isb();
	}
	return read_sysreg(pmccntr_el0);
}

static __always_inline unsigned long cpu_state(void)
{
	return arch_local_save_flags();
}

static inline bool cpu_keeps_out_of_user(bool code)
{
	/* Of code always. */
	return code || system_uses_hw_pan();
}

/* 6.19 wants room for its registers. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 19, 0)
#define fpu_begin_in(room) kernel_neon_begin()
#define kernel_fpu_end() kernel_neon_end()
#else
#define fpu_begin_in(room) kernel_neon_begin(room)
#define kernel_fpu_end() kernel_neon_end(current->thread.kernel_fpsimd_state)
#endif

static struct user_fpsimd_state fpu_room __maybe_unused;

#define kernel_fpu_begin() fpu_begin_in(&fpu_room)

static inline bool is_fpu_in_use(void)
{
#ifdef TIF_KERNEL_FPSTATE
	return test_thread_flag(TIF_KERNEL_FPSTATE);
#else
	return this_cpu_read(fpsimd_context_busy);
#endif
}

/* There is nothing to open: those instructions are of their own. */
static inline void set_user_access(bool open)
{
}

static inline bool is_user_access_open(void)
{
	return false;
}

#define BAD_ACCESS_FUNCTION "die_kernel_fault"

static inline void return_instead(struct pt_regs *regs, unsigned long value)
{
	regs->regs[0] = value;
	regs->pc = regs->regs[30];
}

#endif /* KDEFER_TEST_ARCH_TEST_H */
