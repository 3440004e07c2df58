/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a function calls instead of its first NOP, as in samples/ftrace. The stack then:
 *
 *	| return address |	into the function's caller
 *	| return address |	into the function, behind the call
 *	| caller's rbp   |  <-	rbp
 *
 * As on other trampolines there is no probe: one on the return would take the place of the
 * second of these, by which the function is called.
 */
#include <linux/linkage.h>
#include <asm/asm-offsets.h>
#include <asm/asm.h>
#include <asm/nospec-branch.h>
#include <asm/unwind_hints.h>

.macro SAVE_ARGUMENTS
	push	%rdi
	push	%rsi
	push	%rdx
	push	%rcx
	push	%r8
	push	%r9
.endm

.macro RESTORE_ARGUMENTS
	pop	%r9
	pop	%r8
	pop	%rcx
	pop	%rdx
	pop	%rsi
	pop	%rdi
.endm

	.text

/* void direct_entry(void): looks, and goes on to the function */
SYM_FUNC_START(direct_entry)
	ANNOTATE_NOENDBR
	push	%rbp
	mov	%rsp, %rbp
	SAVE_ARGUMENTS
	call	direct_seen_entry
	RESTORE_ARGUMENTS
	pop	%rbp
	RET
SYM_FUNC_END(direct_entry)
_ASM_NOKPROBE(direct_entry)

/* void direct_around(void): looks, calls the function, looks, returns to its caller */
SYM_FUNC_START(direct_around)
	ANNOTATE_NOENDBR
	push	%rbp
	mov	%rsp, %rbp
	SAVE_ARGUMENTS
	call	direct_seen_entry
	RESTORE_ARGUMENTS
	sub	$16, %rsp
	mov	8(%rbp), %rax
	ANNOTATE_RETPOLINE_SAFE
	call	*%rax
	mov	%rax, (%rsp)
	call	direct_seen_return
	mov	(%rsp), %rax
	leave
	add	$8, %rsp
	UNWIND_HINT_FUNC
	RET
SYM_FUNC_END(direct_around)
_ASM_NOKPROBE(direct_around)

	.section .note.GNU-stack, "", @progbits
