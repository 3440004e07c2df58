/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Jumps through bad pointers, which look like calls but for what is in x30; and registers
 * that are known again.
 */
#include <linux/cfi_types.h>
#include <linux/linkage.h>

#include "../../arm64/kept.h"

	.text

/* A function that never runs, with the end of another one before it. */
	.balign 16
	nop
	nop
SYM_FUNC_START_LOCAL(never_ran)
	mov	x0, xzr
	ret
SYM_FUNC_END(never_ran)

/* Another, behind a call that does not return. */
SYM_FUNC_START_LOCAL(ends_in_call)
	bl	never_ran
SYM_FUNC_END(ends_in_call)
SYM_INNER_LABEL(never_ran_either, SYM_L_LOCAL)
	mov	x0, xzr
	ret
SYM_FUNC_END(never_ran_either)

.macro JUMP_FROM function:req
	stp	x29, x30, [sp, #-16]!
	mov	x29, sp
	adr	x30, \function
	mov	x0, xzr
	br	x0
.endm

SYM_TYPED_FUNC_START(jump_with_function_on_top)
	JUMP_FROM never_ran
SYM_FUNC_END(jump_with_function_on_top)

SYM_TYPED_FUNC_START(jump_with_function_behind_call)
	JUMP_FROM never_ran_either
SYM_FUNC_END(jump_with_function_behind_call)

.macro MARK number:req
	ldr	x\number, =0x11111111111100\number
.endm

/* Each register says which it is, but for those of the frame and of the address. */
SYM_TYPED_FUNC_START(read_with_marks)
	stp	x29, x30, [sp, #-96]!
	mov	x29, sp
	KEPT	stp, sp, 16
	ldr	x0, =0x1111111111110000
	mov	x1, #0x7ab
	ldr	x2, =0x1111111111110002
	ldr	x3, =0x1111111111110003
	ldr	x4, =0x1111111111110004
	ldr	x5, =0x1111111111110005
	ldr	x6, =0x1111111111110006
	ldr	x7, =0x1111111111110007
	ldr	x8, =0x1111111111110008
	ldr	x9, =0x1111111111110009
	.irp	number, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20
	MARK	\number
	.endr
	.irp	number, 21, 22, 23, 24, 25, 26, 27, 28, 30
	MARK	\number
	.endr
	ldur	x0, [x1, #0x11]
	mov	x0, xzr
	KEPT	ldp, sp, 16
	ldp	x29, x30, [sp], #96
	ret
SYM_FUNC_END(read_with_marks)
