/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Jumps through bad pointers, which look like calls but for what is on the stack; and
 * registers that are known again.
 */
#include <linux/linkage.h>
#include <linux/cfi_types.h>
#include <linux/objtool.h>
#include <asm/ibt.h>
#include <asm/nospec-branch.h>

	.text

/* A function that never runs, with the end of another one before it. */
	.balign 16
	nopl	0(%rax)
	nopl	0(%rax)
	nopw	0(%rax, %rax)
SYM_FUNC_START(never_ran)
	ENDBR	/* its address is taken */
	xor	%eax, %eax
	RET
SYM_FUNC_END(never_ran)

SYM_TYPED_FUNC_START(jump_with_function_on_top)
	lea	never_ran(%rip), %rax
	push	%rax
	xor	%eax, %eax
	JMP_NOSPEC rax
SYM_FUNC_END(jump_with_function_on_top)
STACK_FRAME_NON_STANDARD jump_with_function_on_top

/* Each register says which it is. */
SYM_TYPED_FUNC_START(read_with_marks)
	push	%rbx
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	movabs	$0x1111111111110001, %rax
	movabs	$0x1111111111110002, %rbx
	movabs	$0x1111111111110003, %rcx
	movabs	$0x1111111111110004, %rdx
	movabs	$0x1111111111110005, %rsi
	movabs	$0x1111111111110008, %r8
	movabs	$0x1111111111110009, %r9
	movabs	$0x1111111111110010, %r10
	movabs	$0x1111111111110011, %r11
	movabs	$0x1111111111110012, %r12
	movabs	$0x1111111111110013, %r13
	movabs	$0x1111111111110014, %r14
	movabs	$0x1111111111110015, %r15
	mov	$0x7ab, %edi
	mov	0x11(%rdi), %rax
	xor	%eax, %eax
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbx
	RET
SYM_FUNC_END(read_with_marks)
