/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/linkage.h>

#include <asm/assembler.h>

#include "ways.h"

	.text

SYM_FUNC_START_LOCAL(call_it)
	stp	x29, x30, [sp, #-16]!
	mov	x29, sp
	blr	x9
	ldp	x29, x30, [sp], #16
	ret
SYM_FUNC_END(call_it)

/* A function with 16 bytes of variables, below which nothing is written for a while. */
SYM_FUNC_START_LOCAL(call_deeper)
	stp	x29, x30, [sp, #-32]!
	mov	x29, sp
	sub	sp, sp, #REGS_BYTES
	bl	call_it
	add	sp, sp, #REGS_BYTES
	ldp	x29, x30, [sp], #32
	ret
SYM_FUNC_END(call_deeper)

/*
 * int call_over_stale(int (*function)(void *arg), void *arg)
 *
 * An interrupt has come when the function returned that is called here once more: what it has
 * saved lies below. Return addresses are not signed here, as by processors that cannot.
 */
SYM_FUNC_START(call_over_stale)
	stp	x29, x30, [sp, #-16]!
	mov	x29, sp
	sub	x10, sp, #REGS_BYTES
	mov	x11, sp
	adr	x12, 1f
	str	x29, [x10, #REGS_FP]
	str	x11, [x10, #REGS_SP]
	str	x12, [x10, #REGS_PC]
	mov	x9, x0
	mov	x0, x1
	bl	call_deeper
1:	ldp	x29, x30, [sp], #16
	ret
SYM_FUNC_END(call_over_stale)

/*
 * Called by ftrace directly, from the entry of a function that has x9 for its return address:
 * calls the rest of that, as trampolines do that look at results. x30 is no return address here,
 * and not to be replaced.
 */
SYM_FUNC_START(call_traced)
	hint	#34			/* bti c */
	stp	x29, x9, [sp, #-16]!
	mov	x29, sp
	stp	x29, x30, [sp, #-16]!
	mov	x29, sp
	mov	x10, x30
	blr	x10
	ldp	x29, x30, [sp], #16
	ldp	x29, x30, [sp], #16
	ret
SYM_FUNC_END(call_traced)
NOKPROBE(call_traced)
