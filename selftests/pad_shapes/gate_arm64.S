/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Calling a landing pad, and coming back: what module/arm64/gate.S does. All registers
 * are others than the pad may count on, but for x29, and those that it is given; sp is
 * far from its function's.
 */
#include "../arm64/kept.h"

	.section own_text, "ax", @progbits

/* void give_up(void): unwind(registers, frame) */
	.globl	give_up
	.type	give_up, %function
give_up:
	stp	x29, x30, [sp, #-96]!
	mov	x29, sp
	KEPT	stp, sp, 16
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
	KEPT	stp, sp, 16
	mov	x16, sp
	str	x16, [x0]
	sub	sp, sp, #512
	mov	x17, x1
	mov	x29, x2
	KEPT	ldp, x3, 0
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
	KEPT	ldp, sp, 16
	ldp	x29, x30, [sp], #96
	ret
1:	brk	#0
	.section .note.GNU-stack, "", @progbits
