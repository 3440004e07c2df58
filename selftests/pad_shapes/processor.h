/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What table.c and truth.c have to know of the processor: registers that calls keep, as a
 * signal has them and as a table says where they are, and what else of a signal is asked for.
 */
#ifndef PROCESSOR_H
#define PROCESSOR_H

#ifdef __aarch64__
#define REGISTERS 10
/* What a row says of registers, and what of that it says which the pad reads */
#define ROW_OF_REGISTERS ((1U << 20) - 1)
#define NEEDS(info) ((info) >> 10 & ((1U << REGISTERS) - 1))

/* Where the i-th is saved, in words from the frame pointer, or 0 */
static inline long saved_at(unsigned int info, unsigned int of_function, int i)
{
	const unsigned int saved = NEEDS(of_function);

	return info >> i & 1 ? 2 + __builtin_popcount(saved & ((1U << i) - 1)) :
			       0;
}

/* A return address without its signature */
static inline unsigned long address(unsigned long word)
{
	register unsigned long x30 asm("x30") = word;

	asm("hint #7" : "+r"(x30));
	return x30;
}

#define SIGNAL_IP(context) ((context)->uc_mcontext.pc)
#define SIGNAL_BP(context) ((context)->uc_mcontext.regs[29])
#define SIGNAL_REGISTER(context, i) ((context)->uc_mcontext.regs[19 + (i)])

#define ALIGNS __attribute__((__noinline__))
#else
#define REGISTERS 5
#define ROW_OF_REGISTERS ((1U << 25) - 1)
#define NEEDS(info) ((info) >> 20 & ((1U << REGISTERS) - 1))

static inline long saved_at(unsigned int info, unsigned int of_function, int i)
{
	return -(long)(info >> 4 * i & 15);
}

static inline unsigned long address(unsigned long word)
{
	return word;
}

#define SIGNAL_IP(context) ((context)->uc_mcontext.gregs[REG_RIP])
#define SIGNAL_BP(context) ((context)->uc_mcontext.gregs[REG_RBP])
#define SIGNAL_REGISTER(context, i)                  \
	((context)->uc_mcontext.gregs[(const int[]){ \
		REG_RBX, REG_R12, REG_R13, REG_R14, REG_R15 }[i]])

/* As in the kernel, stacks are multiples of 8 here, which libraries do not expect. */
#define ALIGNS __attribute__((force_align_arg_pointer, __noinline__))
#endif

#endif /* PROCESSOR_H */
