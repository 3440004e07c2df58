/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Calling a landing pad, and coming back: what module/x86_64/gate.S does. All registers
 * are others than the pad may count on, but for rbp, and those that it is given.
 */
	.section own_text, "ax", @progbits

/* void give_up(void): unwind(registers, frame) */
	.globl	give_up
give_up:
	push	%rbp
	mov	%rsp, %rbp
	sub	$48, %rsp
	mov	%rbx, 0(%rsp)
	mov	%r12, 8(%rsp)
	mov	%r13, 16(%rsp)
	mov	%r14, 24(%rsp)
	mov	%r15, 32(%rsp)
	mov	%rsp, %rdi
	mov	%rbp, %rsi
	and	$-16, %rsp
	call	unwind
	ud2

/*
 * void call_pad(unsigned long *sp, unsigned long pad, unsigned long bp, const unsigned
 * long reg[5], unsigned long poison)
 */
	.globl	call_pad
call_pad:
	push	%rbp
	push	%rbx
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	mov	%rsp, (%rdi)
	sub	$512, %rsp
	mov	%rdi, %rax
	mov	%rdx, %rbp
	mov	0(%rcx), %rbx
	mov	8(%rcx), %r12
	mov	16(%rcx), %r13
	mov	24(%rcx), %r14
	mov	32(%rcx), %r15
	push	%rsi
	mov	%r8, %rcx
	mov	%r8, %rdx
	mov	%r8, %rsi
	mov	%r8, %rdi
	mov	%r8, %r9
	mov	%r8, %r10
	mov	%r8, %r11
	ret

/* void __kdefer_resume(unsigned long *sp) */
	.globl	__kdefer_resume
__kdefer_resume:
	cmp	%rdi, pad_sp(%rip)
	jne	1f
	mov	(%rdi), %rsp
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbx
	pop	%rbp
	ret
1:	ud2
	.section .note.GNU-stack, "", @progbits
