/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The gate of a DEFER_FN or RECOVER_FN on arm64.
 *
 * A gate is the function that callers see. It makes room for a frame, calls the
 * C body with the frame as a hidden last argument, and runs what is left on the
 * frame's list when the body has returned:
 *
 *	| caller's x29, x30 | <- gate's x29; x30 may be signed
 *	| x19..x28          |	 RECOVER_FN only: what a recovery loads again
 *	| (8 bytes)         |	 RECOVER_FN only
 *	| note              |	 RECOVER_FN only: struct kdefer_note
 *	| more slots        |	 where the body has more than two calls to register
 *	| defer_frame       |
 *	| gate's x29, mark  | <- gate's sp: where the body returns to, at the mark
 *	| ...               |
 *	| gate's x29, x30   | <- body's x29, somewhere in its frame
 *
 * The body keeps its return address in a record of its own, which may lie below any of its
 * variables, and be signed. So the gate writes down a record like it, where that can be found
 * from the frame: directly below.
 *
 * All arguments are in registers, the hidden one too: the first two words of the frame are
 * nobody's but the gate's.
 */
#ifndef _LINUX_KDEFER_ARM64_H
#define _LINUX_KDEFER_ARM64_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <linux/kdefer/frame.h>

/* From a frame without more slots than the least up to its gate's x29, and down to its sp. */
#define KDEFER_DEFER_TO_BP	112
#define KDEFER_RECOVER_TO_BP	256
#define KDEFER_FRAME_TO_SP	16

/* From the x29 of a RECOVER_FN's gate down to where x19 is. */
#define KDEFER_SAVED		80

/*
 * A mark is a branch over a word that is never run: an exclusive load, with the kind in
 * what would be its registers. A kprobe may stand on the branch, and nowhere else: of all
 * instructions it refuses to be on one of those.
 */
#define KDEFER_MARK_BRANCH	0x14000002
#define KDEFER_MARK_WORD(mark)	(0x88400000 | ((mark) & 0x3ff00) >> 8 << 10 | 0x2ad)
#define KDEFER_MARK_ADD_SLOT	(KDEFER_MARK_SLOT >> 8 << 10)

/*
 * Return addresses are signed where the kernel's are. What signs is where an indirect
 * call may lead as well.
 */
#ifdef CONFIG_ARM64_PTR_AUTH_KERNEL
#define KDEFER_SIGN		25	/* paciasp */
#define KDEFER_AUTH		29	/* autiasp */
#else
#define KDEFER_SIGN		34	/* bti c */
#define KDEFER_AUTH		0	/* nop */
#endif

#ifdef __ASSEMBLY__

.macro KDEFER_MARK mark
	.inst	KDEFER_MARK_BRANCH
	.inst	KDEFER_MARK_WORD(\mark)
.endm

#else /* __ASSEMBLY__ */

#include <linux/stringify.h>

static_assert(sizeof(struct defer_frame) == KDEFER_DEFER_TO_BP);
/* Ten registers above the frame; what stays on the stack is a multiple of 16. */
static_assert(KDEFER_FRAME_SIZE + KDEFER_NOTE_BYTES + 8 + KDEFER_SAVED == KDEFER_RECOVER_TO_BP);
static_assert(KDEFER_DEFER_TO_BP % 16 == 0 && KDEFER_RECOVER_TO_BP % 16 == 0);
static_assert(KDEFER_SLOT_BYTES % 16 == 0);

#ifdef CONFIG_CPU_BIG_ENDIAN
#error "kdefer: on arm64 only little endian kernels are supported: nobody has tried the others"
#endif

#define __KDEFER_S(x)		__stringify(x)
/* The second is no .inst: that takes no distance which is known at the end alone. */
#define __KDEFER_MARK(mark, k)						\
	".inst	" __KDEFER_S(KDEFER_MARK_BRANCH) "\n\t"			\
	".word	" __KDEFER_S(KDEFER_MARK_WORD(mark))			\
	" + " __KDEFER_SLOTS_MARK(k) "\n\t"

/* From sp to a word of the frame. */
#define __KDEFER_AT(offset)						\
	"[sp, #" __KDEFER_S(KDEFER_FRAME_TO_SP) " + " __KDEFER_S(offset) "]"

#define __KDEFER_ENTER_DEFER(k)						\
	"sub	sp, sp, #" __KDEFER_S(KDEFER_DEFER_TO_BP)		\
	" + " __KDEFER_S(KDEFER_FRAME_TO_SP)				\
	" + " __KDEFER_SLOTS_ROOM(k) "\n\t"

/* Only a recovery loads them again: on the way out the body has them intact anyway. */
#define __KDEFER_ENTER_RECOVER(k)					\
	"sub	sp, sp, #" __KDEFER_S(KDEFER_RECOVER_TO_BP)		\
	" + " __KDEFER_S(KDEFER_FRAME_TO_SP)				\
	" + " __KDEFER_SLOTS_ROOM(k) "\n\t"				\
	"stp	x19, x20, [x29, #-" __KDEFER_S(KDEFER_SAVED) "]\n\t"	\
	"stp	x21, x22, [x29, #-" __KDEFER_S(KDEFER_SAVED) " + 16]\n\t" \
	"stp	x23, x24, [x29, #-" __KDEFER_S(KDEFER_SAVED) " + 32]\n\t" \
	"stp	x25, x26, [x29, #-" __KDEFER_S(KDEFER_SAVED) " + 48]\n\t" \
	"stp	x27, x28, [x29, #-" __KDEFER_S(KDEFER_SAVED) " + 64]\n\t"

#define __KDEFER_SCOPE_LOCAL(name)	""
#define __KDEFER_SCOPE_GLOBAL(name)	".globl	" name "\n\t"

/*
 * __KDEFER_GATE() - the assembly of one gate
 * @kind:  DEFER or RECOVER
 * @scope: LOCAL or GLOBAL
 * @name:  the symbol of the gate
 * @body:  the symbol of the C function behind it
 * @n:	   how many arguments the body has before the hidden one
 * @k:	   its number in the file
 */
#define __KDEFER_GATE(kind, scope, name, body, n, k)			\
asm(__KDEFER_SLOTS_LABELS(__KDEFER_S(k))				\
	".pushsection .text\n\t"					\
	__KDEFER_SCOPE_##scope(__stringify(name))			\
	".type	" __stringify(name) ", %function\n\t"			\
	".balign 16\n"							\
	__stringify(name) ":\n\t"					\
	"hint	#" __KDEFER_S(KDEFER_SIGN) "\n\t"			\
	"stp	x29, x30, [sp, #-16]!\n\t"				\
	"mov	x29, sp\n\t"						\
	__KDEFER_ENTER_##kind(__KDEFER_S(k))				\
	"adr	x16, 3f\n\t"						\
	"stp	x29, x16, [sp]\n\t"					\
	"add	x" #n ", sp, #" __KDEFER_S(KDEFER_FRAME_TO_SP) "\n\t"	\
	"movz	x16, #" __KDEFER_S(KDEFER_LIFE) " >> 48, lsl #48\n\t"	\
	"movk	x16, #(" __KDEFER_S(KDEFER_LIFE) " >> 32) & 0xffff, lsl #32\n\t" \
	"add	x16, x16, x" #n "\n\t"					\
	"stp	x16, xzr, " __KDEFER_AT(KDEFER_FRAME_LIFE) "\n\t"	\
	"movz	x16, #:abs_g0:" __KDEFER_SLOTS_STATE(__KDEFER_S(k)) "\n\t" \
	"stp	xzr, x16, " __KDEFER_AT(KDEFER_FRAME_BLOCKS) "\n\t"	\
	"bl	" __stringify(body) "\n"				\
	"3:\n\t"							\
	__KDEFER_MARK(KDEFER_MARK_##kind, __KDEFER_S(k))		\
	/* NULL or KDEFER_LAST_RECOVERS, and no block left: no call to make. */ \
	"ldp	x16, x17, " __KDEFER_AT(KDEFER_FRAME_HEAD) "\n\t"	\
	"orr	x16, x16, x17\n\t"					\
	"cmp	x16, #1\n\t"						\
	"b.hi	2f\n"							\
	/* A frame that is gone must not look alive to a late caller. */ \
	"1:\n\t"							\
	"str	xzr, " __KDEFER_AT(KDEFER_FRAME_LIFE) "\n\t"		\
	"mov	sp, x29\n\t"						\
	"ldp	x29, x30, [sp], #16\n\t"				\
	"hint	#" __KDEFER_S(KDEFER_AUTH) "\n\t"			\
	"ret\n"								\
	"2:\n\t"							\
	"str	x0, " __KDEFER_AT(KDEFER_FRAME_RESULT) "\n\t"		\
	"add	x0, sp, #" __KDEFER_S(KDEFER_FRAME_TO_SP) "\n\t"	\
	"bl	__kdefer_leave_v3\n\t"					\
	__KDEFER_MARK(KDEFER_MARK_##kind, __KDEFER_S(k))		\
	"ldr	x0, " __KDEFER_AT(KDEFER_FRAME_RESULT) "\n\t"		\
	"b	1b\n\t"							\
	".size	" __stringify(name) ", . - " __stringify(name) "\n\t"	\
	".popsection")

#endif /* __ASSEMBLY__ */
#endif /* _LINUX_KDEFER_ARM64_H */
