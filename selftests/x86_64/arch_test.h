/* SPDX-License-Identifier: GPL-2.0 */
/*
 * See ../arch.h.
 */
#ifndef KDEFER_TEST_ARCH_TEST_H
#define KDEFER_TEST_ARCH_TEST_H

#include <linux/types.h>

/* rbp, rbx, r12 to r15. */
#define PRESERVED_REGISTERS 6

struct preserved {
	unsigned long before[PRESERVED_REGISTERS];
	unsigned long after[PRESERVED_REGISTERS];
};

/* registers.S; Kbuild links x86_64/registers.o. */
long call_with_preserved(long (*function)(void *arg), void *arg,
			 struct preserved *p);

#define overwrite_preserved()                    \
	asm volatile("mov	$-1, %%rbx\n\t"        \
		     "mov	%%rbx, %%r12\n\t"      \
		     "mov	%%rbx, %%r13\n\t"      \
		     "mov	%%rbx, %%r14\n\t"      \
		     "mov	%%rbx, %%r15" :: \
			     : "rbx", "r12", "r13", "r14", "r15")

#define overwrite_scratch()                                                   \
	asm volatile("movq	$-1, %%rax\n\t"                                    \
		     "movq	%%rax, %%rcx\n\t"                                  \
		     "movq	%%rax, %%rdx\n\t"                                  \
		     "movq	%%rax, %%rsi\n\t"                                  \
		     "movq	%%rax, %%rdi\n\t"                                  \
		     "movq	%%rax, %%r8\n\t"                                   \
		     "movq	%%rax, %%r9\n\t"                                   \
		     "movq	%%rax, %%r10\n\t"                                  \
		     "movq	%%rax, %%r11" ::                              \
			     : "rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", \
			       "r10", "r11")

struct stack_record {
	unsigned long bp;
	unsigned long ip;
};

/* The function is global to the compiler, or it would not be there by its name. */
#define call_with_frame_pointer(function, arg, record)                        \
	do {                                                                  \
		unsigned long __arg = (unsigned long)(arg);                   \
                                                                              \
		asm volatile("push	%%rbp\n\t"                                 \
			     "mov	%[bp], %%rbp\n\t"                           \
			     "call	" #function "\n\t"                    \
			     "pop	%%rbp"                                      \
			     : "+D"(__arg), ASM_CALL_CONSTRAINT               \
			     : [bp] "b"(record)                               \
			     : "rax", "rcx", "rdx", "rsi", "r8", "r9", "r10", \
			       "r11", "cc", "memory");                        \
	} while (0)

#define NEEDS_FRAME() asm volatile("" : ASM_CALL_CONSTRAINT)

#define JUMP_ALWAYS(label)          \
	asm goto("testl	%0, %0\n\t" \
		 "jnz	%l1"          \
		 :                  \
		 : "r"(1)           \
		 : "cc"             \
		 : label)

#define DIVISION_FAULTS 1
#define NOT_CANONICAL_CAUSE SOFT_PANIC_PROTECTION
#define NOT_CANONICAL_ADDR(addr) NULL

static __always_inline long load_by_asm(const void *p)
{
	long value;

	asm volatile("mov	(%1), %0" : "=r"(value) : "r"(p));
	return value;
}

static __always_inline int divide_by_asm(int a, int b)
{
	int rest = 0;

	asm volatile("idivl %2" : "+a"(a), "+d"(rest) : "r"(b) : "cc");
	return a;
}

static __always_inline long load_behind_push(const void *p)
{
	long value;

	asm volatile("push %1\n\t"
		     "mov (%1), %0\n\t"
		     "pop %1"
		     : "=r"(value), "+r"(p)
		     :
		     : "memory");
	return value;
}

/* User Mode Linux has no such instruction by name. */
static inline u64 cpu_ticks(void)
{
	u32 low, high;

	asm volatile("rdtsc" : "=a"(low), "=d"(high) : : "memory");
	return (u64)high << 32 | low;
}

#ifndef CONFIG_UML
#include <linux/irqflags.h>
#include <linux/ptrace.h>
#include <linux/smp.h>

#include <asm/apic.h>
#include <asm/cpufeature.h>
#include <asm/fpu/api.h>
#include <asm/nmi.h>
#include <asm/processor-flags.h>

/* The others are results of arithmetic. */
static __always_inline unsigned long cpu_state(void)
{
	return native_save_fl() &
	       (X86_EFLAGS_IF | X86_EFLAGS_AC | X86_EFLAGS_DF | X86_EFLAGS_TF);
}

static inline bool cpu_keeps_out_of_user(bool code)
{
	return boot_cpu_has(code ? X86_FEATURE_SMEP : X86_FEATURE_SMAP);
}

static inline bool is_fpu_in_use(void)
{
	return !irq_fpu_usable();
}

/* Not by stac() and clac(): objtool sees that a function keeps it open. */
static inline void set_user_access(bool open)
{
	unsigned long flags = native_save_fl() & ~(unsigned long)X86_EFLAGS_AC;

	if (open)
		flags |= X86_EFLAGS_AC;
	asm volatile("push %0\n\tpopf" : : "r"(flags) : "memory", "cc");
}

static inline bool is_user_access_open(void)
{
	return native_save_fl() & X86_EFLAGS_AC;
}

#define BAD_ACCESS_FUNCTION "page_fault_oops"

static inline void return_instead(struct pt_regs *regs, unsigned long value)
{
	regs->ax = value;
	regs->ip = *(unsigned long *)regs->sp;
	regs->sp += sizeof(long);
}

static inline void raise_nmi(void)
{
	asm volatile("int $2" : : : "memory");
}

#define send_nmi() apic->send_IPI(smp_processor_id(), NMI_VECTOR)

/* The function says whether it was meant. */
#define listen_to_nmi(function) \
	register_nmi_handler(NMI_LOCAL, function, 0, KBUILD_MODNAME)
#define ignore_nmi() unregister_nmi_handler(NMI_LOCAL, KBUILD_MODNAME)
#endif

#endif /* KDEFER_TEST_ARCH_TEST_H */
