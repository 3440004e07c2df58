/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What gate.S has for C, on x86-64 and on User Mode Linux for it.
 */
#ifndef KDEFER_ARCH_GATE_H
#define KDEFER_ARCH_GATE_H

#include <linux/align.h>
#include <linux/bitops.h>
#include <linux/bits.h>
#include <linux/compiler.h>
#include <linux/kdefer/x86_64.h>

#include <asm/asm.h>

#include "../arch.h"

struct unwind;

/* Not functions that C can call: see below, and trap.c. */
void kdefer_call_gate(void);
void kdefer_pad_gate(void);
void kdefer_fault_landing(void);
void kdefer_call_fault_landing(void);
void kdefer_just_return(void);
void __kdefer_resume(void);
extern const char kdefer_again[], kdefer_again_end[];

/* Goes where the unwind ends; does not return. */
void kdefer_leap(struct unwind *u);

/* User Mode Linux is built with vector registers, in which the compiler keeps variables as well. */
#ifdef __SSE__
#define ARCH_VECTORS                                                         \
	"xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",      \
		"xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", \
		"xmm15",
#else
#define ARCH_VECTORS
#endif

/*
 * Calls fn(arg0, arg1) through a gate that belongs to @u. It also returns when that
 * call gave up and @u took it over; what was in registers is gone then, so that the
 * compiler must take them all for used.
 */
static __always_inline void kdefer_call(struct unwind *u, void *fn,
					unsigned long arg0, unsigned long arg1)
{
	asm volatile("call kdefer_call_gate"
		     : "+d"(u), "+a"(fn), "+D"(arg0), "+S"(arg1),
		       "+r"(current_stack_pointer)
		     :
		     : ARCH_VECTORS "rbx", "rcx", "r8", "r9", "r10", "r11",
		       "r12", "r13", "r14", "r15", "cc", "memory");
}

/* Of those that a called function keeps: rbx, r12, r13, r14 and r15. */
#define ARCH_KEPT_REGISTERS 5

/* Are they the client's still when kdefer_leap() is called? See kdefer-keep-registers. */
#define ARCH_REGISTERS_ARE_KEPT IS_ENABLED(CONFIG_CC_IS_GCC)

/*
 * Runs a landing pad with that frame pointer and those registers, as kdefer_call() makes a
 * call.
 */
static __always_inline void kdefer_call_pad(struct unwind *u, unsigned long pad,
					    unsigned long bp,
					    const unsigned long *reg)
{
	asm volatile("call kdefer_pad_gate"
		     : "+D"(u), "+S"(pad), "+d"(bp), "+c"(reg),
		       "+r"(current_stack_pointer)
		     :
		     : ARCH_VECTORS "rax", "rbx", "r8", "r9", "r10", "r11",
		       "r12", "r13", "r14", "r15", "cc", "memory");
}

/* What lies above a function's return address is its caller's. */
#define ARCH_RECORDS_END_FRAMES 1

/*
 * What a row of a table of landing pads says of registers: in four bits each, how many words
 * below the frame pointer it is saved, and in one bit each whether the pad reads it.
 */
#define ARCH_PAD_SAVED GENMASK(19, 0)
#define ARCH_PAD_WORDS GENMASK(24, 0)
#define ARCH_PAD_NEEDS(info) (((info) >> 20) & 31)

/* Loads those that are saved. Returns which. */
static __always_inline unsigned int
arch_pad_load(unsigned long bp, u32 info, u32 of_function, unsigned long *reg)
{
	u32 saved = info & ARCH_PAD_SAVED;
	unsigned int loaded = 0, i;

	/* Most functions have saved one or two. */
	while (saved) {
		i = __ffs(saved) / 4;
		reg[i] = READ_ONCE_NOCHECK(
			((unsigned long *)bp)[-(long)(saved >> 4 * i & 15)]);
		loaded |= BIT(i);
		saved &= ~(15U << 4 * i);
	}
	return loaded;
}

/* How much kdefer_call_gate has below its rbp, before it aligns. */
#define CALL_TO_BP 24

/* The frame of the gate of this kind that has this rbp, and that much room for more slots. */
static __always_inline unsigned long
arch_gate_frame(enum gate_kind kind, unsigned long bp, unsigned int room)
{
	switch (kind) {
	case DEFER_GATE:
		return bp - KDEFER_DEFER_TO_BP - room;
	case RECOVER_GATE:
		return bp - KDEFER_RECOVER_TO_BP - room;
	default:
		return ALIGN_DOWN(bp - CALL_TO_BP, 16);
	}
}

/* The other way round, for the two kinds that clients have. */
static __always_inline unsigned long arch_gate_bp(enum gate_kind kind,
						  unsigned long frame)
{
	return frame + ((const struct defer_frame *)frame)->room +
	       (kind == RECOVER_GATE ? KDEFER_RECOVER_TO_BP :
				       KDEFER_DEFER_TO_BP);
}

/* What the caller of a RECOVER_FN had in the i-th of the kept registers. */
static __always_inline unsigned long arch_gate_saved(unsigned long frame,
						     unsigned int i)
{
	const unsigned long *bp = (void *)arch_gate_bp(RECOVER_GATE, frame);

	return bp[-1 - (long)i];
}

/* A mark is a NOP of 8 bytes: what it begins with, where no probe has overwritten it. */
#define ARCH_MARK_BYTES 8
#define MARK_OPCODE 0x00841f0f
#define BREAKPOINT 0xcc
#define JUMP 0xe9

/*
 * Of its second half, which a probe on the NOP leaves alone, the upper three bytes say the
 * kind; one comparison tells them from other text.
 */
static_assert((KDEFER_MARK_DEFER & 0xff) == 0);
static_assert((KDEFER_MARK_RECOVER & 0xff) == 0);
static_assert(KDEFER_MARK_RECOVER == KDEFER_MARK_DEFER + (1 << 8));
static_assert(KDEFER_MARK_CALL == KDEFER_MARK_DEFER + (2 << 8));
static_assert((KDEFER_MARK_CALL & 0xff) == 0);

/* What the mark at @text has beyond that of a DEFER_FN with no more slots than the least. */
static __always_inline u32 arch_mark_offset(const u32 *text)
{
	return (text[1] - KDEFER_MARK_DEFER) >> 8;
}

/*
 * Is it certainly a mark? It stands there as it was built, or has a probe on it: a
 * breakpoint in the place of the first byte, or a jump in that of five.
 */
static __always_inline bool arch_mark_is_certain(const u32 *text)
{
	const u32 first = text[0] & 0xff, others = text[0] & ~0xff;

	return text[0] == MARK_OPCODE ||
	       (first == BREAKPOINT && others == (MARK_OPCODE & ~0xff)) ||
	       first == JUMP;
}

#endif /* KDEFER_ARCH_GATE_H */
