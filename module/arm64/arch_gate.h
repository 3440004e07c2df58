/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What gate.S has for C, on arm64.
 */
#ifndef KDEFER_ARCH_GATE_H
#define KDEFER_ARCH_GATE_H

#include <linux/bitops.h>
#include <linux/bits.h>
#include <linux/compiler.h>
#include <linux/kdefer/arm64.h>

#include <asm/brk-imm.h>
#include <asm/debug-monitors.h>

#include "../arch.h"

struct unwind;

/* Not functions that C can call: see below, and trap.c. */
void kdefer_call_gate(void);
void kdefer_fault_landing(void);
void kdefer_just_return(void);
void kdefer_pad_gate(void);
void __kdefer_resume(void);
extern const char kdefer_again[], kdefer_again_end[];

/* Goes where the unwind ends; does not return. */
void kdefer_leap(struct unwind *u);

/*
 * Calls fn(arg0, arg1) through a gate that belongs to @u. It also returns when that
 * call gave up and @u took it over; what was in registers is gone then, so that the
 * compiler must take them all for used.
 */
static __always_inline void kdefer_call(struct unwind *u, void *fn,
					unsigned long arg0, unsigned long arg1)
{
	register unsigned long x0 asm("x0") = arg0;
	register unsigned long x1 asm("x1") = arg1;
	register unsigned long x2 asm("x2") = (unsigned long)u;
	register unsigned long x3 asm("x3") = (unsigned long)fn;

	asm volatile("bl	kdefer_call_gate"
		     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)
		     :
		     : "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12",
		       "x13", "x14", "x15", "x16", "x17", "x18", "x19", "x20",
		       "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28",
		       "x30", "cc", "memory");
}

/* Of those that a called function keeps: x19 to x28. */
#define ARCH_KEPT_REGISTERS 10

/* Are they the client's still when kdefer_leap() is called? See kdefer-keep-registers. */
#define ARCH_REGISTERS_ARE_KEPT IS_ENABLED(CONFIG_CC_IS_GCC)

/*
 * A function's record may lie anywhere in its frame: the frame of a landing pad somewhere above
 * that of what it has called.
 */
#define ARCH_RECORDS_END_FRAMES 0

/*
 * Runs a landing pad with that frame pointer and those registers, as kdefer_call() makes a
 * call.
 */
static __always_inline void kdefer_call_pad(struct unwind *u, unsigned long pad,
					    unsigned long bp,
					    const unsigned long *reg)
{
	register unsigned long x0 asm("x0") = (unsigned long)u;
	register unsigned long x1 asm("x1") = pad;
	register unsigned long x2 asm("x2") = bp;
	register unsigned long x3 asm("x3") = (unsigned long)reg;

	asm volatile("bl	kdefer_pad_gate"
		     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)
		     :
		     : "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12",
		       "x13", "x14", "x15", "x16", "x17", "x18", "x19", "x20",
		       "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28",
		       "x30", "cc", "memory");
}

/*
 * What a row of a table of landing pads says of registers, a bit each: is it saved already,
 * and does the pad read it? In the row of a function the second is whether it is saved anywhere
 * there.
 */
#define ARCH_PAD_SAVED GENMASK(9, 0)
#define ARCH_PAD_WORDS GENMASK(19, 0)
#define ARCH_PAD_NEEDS(info) (((info) >> 10) & 0x3ff)

/* Loads those that are saved: one behind the other above the record. Returns which. */
static __always_inline unsigned int
arch_pad_load(unsigned long bp, u32 info, u32 of_function, unsigned long *reg)
{
	const unsigned long *at = (unsigned long *)bp + 2;
	unsigned int i;

	for (i = 0; i < ARCH_KEPT_REGISTERS; i++) {
		if (!(ARCH_PAD_NEEDS(of_function) & BIT(i)))
			continue;
		if (info & BIT(i))
			reg[i] = READ_ONCE_NOCHECK(*at);
		at++;
	}
	return info & ARCH_PAD_SAVED;
}

/* How much kdefer_call_gate has between its frame and its x29. */
#define CALL_TO_BP 32

/* The frame of the gate of this kind that has this x29, and that much room for more slots. */
static __always_inline unsigned long
arch_gate_frame(enum gate_kind kind, unsigned long bp, unsigned int room)
{
	switch (kind) {
	case DEFER_GATE:
		return bp - KDEFER_DEFER_TO_BP - room;
	case RECOVER_GATE:
		return bp - KDEFER_RECOVER_TO_BP - room;
	default:
		return bp - CALL_TO_BP;
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
	const unsigned long bp = arch_gate_bp(RECOVER_GATE, frame);

	return ((const unsigned long *)(bp - KDEFER_SAVED))[i];
}

/* The number of a breakpoint, which is any. */
#define BREAKPOINT_NUMBER (0xffffU << 5)

/* A mark is two instructions; the second, which no probe can be on, says the kind. */
#define ARCH_MARK_BYTES 8
#define MARK_FIRST KDEFER_MARK_WORD(KDEFER_MARK_DEFER)
#define MARK_KIND_SHIFT 10

static_assert(KDEFER_MARK_WORD(KDEFER_MARK_RECOVER) ==
	      MARK_FIRST + (1 << MARK_KIND_SHIFT));
static_assert(KDEFER_MARK_WORD(KDEFER_MARK_CALL) ==
	      MARK_FIRST + (2 << MARK_KIND_SHIFT));

/* What the mark at @text has beyond that of a DEFER_FN with no more slots than the least. */
static __always_inline u32 arch_mark_offset(const u32 *text)
{
	return ror32(text[1] - MARK_FIRST, MARK_KIND_SHIFT);
}

/*
 * Is it certainly a mark? It stands there as it was built, or has a breakpoint in the place
 * of the branch.
 */
static __always_inline bool arch_mark_is_certain(const u32 *text)
{
	return text[0] == KDEFER_MARK_BRANCH ||
	       (text[0] & ~BREAKPOINT_NUMBER) == AARCH64_BREAK_MON;
}

#endif /* KDEFER_ARCH_GATE_H */
