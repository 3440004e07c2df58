/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The gate of a DEFER_FN or RECOVER_FN on x86-64, User Mode Linux included.
 *
 * A gate is the function that callers see. It makes room for a frame, calls the
 * C body with the frame as a hidden last argument, and runs what is left on the
 * frame's list when the body has returned:
 *
 *	| seventh argument |	where there is one
 *	| return address |	into the caller
 *	| caller's rbp   | <-	gate's rbp
 *	| rbx r12..r15   |	RECOVER_FN only: what a recovery loads again
 *	| note           |	RECOVER_FN only: struct kdefer_note
 *	| more slots     |	where the body has more than two calls to register
 *	| defer_frame    | <-	gate's rsp
 *	| return address |	into the gate, at the mark
 *	| gate's rbp     | <-	body's rbp, where the body keeps one
 *
 * A body whose stack the compiler realigns has a copy of the last two further down,
 * with its variables above them: where the frame is follows from the gate's rbp and its mark.
 *
 * The first words of the frame are the arguments that do not fit into registers: the
 * hidden one, and before it the seventh. They belong to the body, which may reuse
 * them, for the arguments of a function that it jumps to for example.
 */
#ifndef _LINUX_KDEFER_X86_64_H
#define _LINUX_KDEFER_X86_64_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <linux/kdefer/frame.h>

/* From a frame without more slots than the least up to its gate's rbp. */
#define KDEFER_DEFER_TO_BP	112
#define KDEFER_RECOVER_TO_BP	208

/* As the mark is in the text. */
#define KDEFER_MARK_ADD_SLOT	KDEFER_MARK_SLOT

#ifdef __ASSEMBLY__

.macro KDEFER_MARK mark
	.byte	0x0f, 0x1f, 0x84, 0x00		/* nopl mark(%rax,%rax,1) */
	.long	\mark
.endm

#else /* __ASSEMBLY__ */

#include <linux/linkage.h>
#include <linux/stringify.h>

#ifndef CONFIG_UML
#include <asm/ibt.h>
#endif

static_assert(sizeof(struct defer_frame) == KDEFER_DEFER_TO_BP);
/* Five registers above the frame; what stays on the stack is a multiple of 16. */
static_assert(KDEFER_FRAME_SIZE + KDEFER_NOTE_BYTES + 5 * 8 == KDEFER_RECOVER_TO_BP);
static_assert(KDEFER_DEFER_TO_BP % 16 == 0 && KDEFER_RECOVER_TO_BP % 16 == 0);
static_assert(KDEFER_SLOT_BYTES % 16 == 0);

#ifdef ASM_ENDBR
#define __KDEFER_ENDBR	ASM_ENDBR
#else
#define __KDEFER_ENDBR	""
#endif

#ifdef ASM_RET
#define __KDEFER_RET	ASM_RET
#else
#define __KDEFER_RET	"ret\n\t"
#endif

#ifdef ASM_FUNC_ALIGN
#define __KDEFER_ALIGN	ASM_FUNC_ALIGN "\n\t"
#else
#define __KDEFER_ALIGN	".balign 16, 0x90\n\t"
#endif

/*
 * With kCFI an indirect call looks for the hash of the function's type before it, where
 * the kernel's own __CFI_TYPE() has it. The compiler tells it of a declaration, if that
 * one's address is taken; in a symbol of this file, so that functions of other files may
 * have the name.
 */
#if defined(CONFIG_CFI_CLANG) || defined(CONFIG_CFI)
#ifdef CONFIG_FUNCTION_PADDING_BYTES
#define __KDEFER_CFI_PADDING	\
	".skip	" __stringify(CONFIG_FUNCTION_PADDING_BYTES) ", 0x90\n\t"
#else
#define __KDEFER_CFI_PADDING	".skip	11, 0x90\n\t"
#endif
#define __KDEFER_CFI_HASH(name)						\
	".byte	0xb8\n\t"						\
	".long	__kcfi_typeid_" name "\n\t"
#ifdef CONFIG_CALL_PADDING
#define __KDEFER_CFI_BYTES(name)	__KDEFER_CFI_HASH(name) __KDEFER_CFI_PADDING
#else
#define __KDEFER_CFI_BYTES(name)	__KDEFER_CFI_PADDING __KDEFER_CFI_HASH(name)
#endif
#define __KDEFER_CFI_TYPE(name)						\
	".type	__cfi_" name ", @function\n\t"				\
	"__cfi_" name ":\n\t"						\
	__KDEFER_CFI_BYTES(name)					\
	".size	__cfi_" name ", . - __cfi_" name "\n\t"
#define __KDEFER_CFI_TAKE(name)	__ADDRESSABLE(name)
#else
#define __KDEFER_CFI_TYPE(name)	""
#define __KDEFER_CFI_TAKE(name)
#endif

#define __KDEFER_MARK(mark, k)						\
	".byte	0x0f, 0x1f, 0x84, 0x00\n\t"				\
	".long	" __stringify(mark) " + " __KDEFER_SLOTS_MARK(k) "\n\t"

/* Hidden argument n goes into a register, or on the stack behind the seventh. */
#define __KDEFER_PASS_0		"mov	%rsp, %rdi\n\t"
#define __KDEFER_PASS_1		"mov	%rsp, %rsi\n\t"
#define __KDEFER_PASS_2		"mov	%rsp, %rdx\n\t"
#define __KDEFER_PASS_3		"mov	%rsp, %rcx\n\t"
#define __KDEFER_PASS_4		"mov	%rsp, %r8\n\t"
#define __KDEFER_PASS_5		"mov	%rsp, %r9\n\t"
#define __KDEFER_PASS_6		\
	"mov	%rsp, " __stringify(KDEFER_FRAME_ARG) "(%rsp)\n\t"
#define __KDEFER_PASS_7		\
	"mov	16(%rbp), %r11\n\t" \
	"mov	%r11, " __stringify(KDEFER_FRAME_ARG) "(%rsp)\n\t" \
	"mov	%rsp, " __stringify(KDEFER_FRAME_ARG) "+8(%rsp)\n\t"

/*
 * The jump is never taken: no stack begins at 0. Without it objtool concludes from
 * a body that always gives up that nothing follows the call of it.
 */
#define __KDEFER_ENTER_DEFER(k)						\
	"sub	$" __stringify(KDEFER_DEFER_TO_BP)			\
	" + " __KDEFER_SLOTS_ROOM(k) ", %rsp\n\t"			\
	"jz	3f\n\t"

/*
 * Stored through r11 because only a recovery loads them again: objtool, which
 * follows pushes and stores through rsp and rbp, would want them restored on
 * the way out, where the body has them intact anyway.
 */
#define __KDEFER_ENTER_RECOVER(k)					\
	"mov	%rsp, %r11\n\t"						\
	"sub	$" __stringify(KDEFER_RECOVER_TO_BP)			\
	" + " __KDEFER_SLOTS_ROOM(k) ", %rsp\n\t"			\
	"jz	3f\n\t"							\
	"mov	%rbx, -8(%r11)\n\t"					\
	"mov	%r12, -16(%r11)\n\t"					\
	"mov	%r13, -24(%r11)\n\t"					\
	"mov	%r14, -32(%r11)\n\t"					\
	"mov	%r15, -40(%r11)\n\t"

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
__KDEFER_CFI_TAKE(name)							\
asm(__KDEFER_SLOTS_LABELS(__stringify(k))				\
	".pushsection .text\n\t"					\
	__KDEFER_SCOPE_##scope(__stringify(name))			\
	".type	" __stringify(name) ", @function\n\t"			\
	__KDEFER_ALIGN							\
	__KDEFER_CFI_TYPE(__stringify(name))				\
	__stringify(name) ":\n\t"					\
	__KDEFER_ENDBR							\
	"push	%rbp\n\t"						\
	"mov	%rsp, %rbp\n\t"						\
	__KDEFER_ENTER_##kind(__stringify(k))				\
	"movabs	$" __stringify(KDEFER_LIFE) ", %r11\n\t"		\
	"add	%rsp, %r11\n\t"						\
	"mov	%r11, " __stringify(KDEFER_FRAME_LIFE) "(%rsp)\n\t"	\
	"movq	$0, " __stringify(KDEFER_FRAME_HEAD) "(%rsp)\n\t"	\
	"movq	$0, " __stringify(KDEFER_FRAME_BLOCKS) "(%rsp)\n\t"	\
	"movq	$" __KDEFER_SLOTS_STATE(__stringify(k)) ", "		\
		__stringify(KDEFER_FRAME_STATE) "(%rsp)\n\t"		\
	__KDEFER_PASS_##n						\
	"call	" __stringify(body) "\n"				\
	"3:\n\t"							\
	__KDEFER_MARK(KDEFER_MARK_##kind, __stringify(k))		\
	/* NULL or KDEFER_LAST_RECOVERS, and no block left: no call to make. */ \
	"mov	" __stringify(KDEFER_FRAME_HEAD) "(%rsp), %r11\n\t"	\
	"or	" __stringify(KDEFER_FRAME_BLOCKS) "(%rsp), %r11\n\t"	\
	"cmp	$1, %r11\n\t"						\
	"ja	2f\n"							\
	/* A frame that is gone must not look alive to a late caller. */ \
	"1:\n\t"							\
	"movq	$0, " __stringify(KDEFER_FRAME_LIFE) "(%rsp)\n\t"	\
	"leave\n\t"							\
	__KDEFER_RET							\
	"\n2:\n\t"							\
	"mov	%rax, " __stringify(KDEFER_FRAME_RESULT) "(%rsp)\n\t"	\
	"mov	%rsp, %rdi\n\t"						\
	"call	__kdefer_leave_v3\n\t"					\
	__KDEFER_MARK(KDEFER_MARK_##kind, __stringify(k))		\
	"mov	" __stringify(KDEFER_FRAME_RESULT) "(%rsp), %rax\n\t"	\
	"jmp	1b\n\t"							\
	".size	" __stringify(name) ", . - " __stringify(name) "\n\t"	\
	".popsection")

#endif /* __ASSEMBLY__ */
#endif /* _LINUX_KDEFER_X86_64_H */
