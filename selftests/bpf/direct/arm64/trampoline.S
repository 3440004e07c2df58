/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a function calls instead of its second NOP, as in samples/ftrace. Its own return
 * address is in
 * x9 then, and x30 leads back into it. Both get a frame record, the outer first:
 *
 *	| x29, x9  |	the function's caller
 *	| x29, x30 |	the function, behind the call
 *
 * There is no probe: one on the return would take the place of x30, by which the function is
 * called.
 */
#include <linux/linkage.h>

#include <asm/assembler.h>

.macro ENTER
	hint	#34			/* bti c */
	stp	x29, x9, [sp, #-16]!
	mov	x29, sp
	stp	x29, x30, [sp, #-16]!
	mov	x29, sp
	stp	x0, x1, [sp, #-80]!
	stp	x2, x3, [sp, #16]
	stp	x4, x5, [sp, #32]
	stp	x6, x7, [sp, #48]
	str	x8, [sp, #64]
	bl	direct_seen_entry
	ldp	x2, x3, [sp, #16]
	ldp	x4, x5, [sp, #32]
	ldp	x6, x7, [sp, #48]
	ldr	x8, [sp, #64]
	ldp	x0, x1, [sp], #80
.endm

	.text

/* void direct_entry(void): looks, and goes on to the function */
SYM_FUNC_START(direct_entry)
	ENTER
	ldp	x29, x10, [sp], #16
	ldp	x29, x30, [sp], #16
	ret	x10
SYM_FUNC_END(direct_entry)
NOKPROBE(direct_entry)

/* void direct_around(void): looks, calls the function, looks, returns to its caller */
SYM_FUNC_START(direct_around)
	ENTER
	ldr	x10, [x29, #8]
	blr	x10
	str	x0, [sp, #-16]!
	bl	direct_seen_return
	ldr	x0, [sp], #16
	ldp	x29, x30, [sp], #16
	ldp	x29, x30, [sp], #16
	ret
SYM_FUNC_END(direct_around)
NOKPROBE(direct_around)
