/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Calling a landing pad, and coming back: what module/arm64/gate.S does. All registers
 * are others than the pad may count on, but for x29, and those that it is given; sp is
 * far from its function's.
 */
	.section own_text, "ax", @progbits

/* void give_up(void): unwind(registers, frame) */
	.globl	give_up
	.type	give_up, %function
give_up:
	stp	x29, x30, [sp, #-96]!
	mov	x29, sp
	stp	x19, x20, [sp, #16]
	stp	x21, x22, [sp, #32]
	stp	x23, x24, [sp, #48]
	stp	x25, x26, [sp, #64]
	stp	x27, x28, [sp, #80]
	add	x0, sp, #16
	mov	x1, x29
	bl	unwind
	brk	#0

/*
 * void call_pad(unsigned long *sp, unsigned long pad, unsigned long bp, const unsigned
 * long reg[10], unsigned long poison)
 */
	.globl	call_pad
	.type	call_pad, %function
call_pad:
	stp	x29, x30, [sp, #-96]!
	stp	x19, x20, [sp, #16]
	stp	x21, x22, [sp, #32]
	stp	x23, x24, [sp, #48]
	stp	x25, x26, [sp, #64]
	stp	x27, x28, [sp, #80]
	mov	x16, sp
	str	x16, [x0]
	sub	sp, sp, #512
	mov	x17, x1
	mov	x29, x2
	ldp	x19, x20, [x3]
	ldp	x21, x22, [x3, #16]
	ldp	x23, x24, [x3, #32]
	ldp	x25, x26, [x3, #48]
	ldp	x27, x28, [x3, #64]
	.irp	reg, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 30
	mov	x\reg, x4
	.endr
	br	x17

/* void __kdefer_resume(unsigned long *sp) */
	.globl	__kdefer_resume
	.type	__kdefer_resume, %function
__kdefer_resume:
	adrp	x1, pad_sp
	ldr	x1, [x1, #:lo12:pad_sp]
	cmp	x0, x1
	b.ne	1f
	ldr	x1, [x0]
	mov	sp, x1
	ldp	x19, x20, [sp, #16]
	ldp	x21, x22, [sp, #32]
	ldp	x23, x24, [sp, #48]
	ldp	x25, x26, [sp, #64]
	ldp	x27, x28, [sp, #80]
	ldp	x29, x30, [sp], #96
	ret
1:	brk	#0
	.section .note.GNU-stack, "", @progbits
