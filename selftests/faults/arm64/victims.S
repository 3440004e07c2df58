/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Functions that fault where it is known exactly. See faults.h. None but victim_call() and
 * victim_read_first() has a frame record.
 */
#include <linux/cfi_types.h>
#include <linux/linkage.h>

	.text

/* The next instruction is the one; for a call, the one that it returns to. */
.macro VICTIM_AT name:req
SYM_INNER_LABEL(victim_\name\()_at, SYM_L_GLOBAL)
.endm

SYM_TYPED_FUNC_START(victim_read)
	mov	x1, x0
	VICTIM_AT read
	ldr	x0, [x1]
	ret
SYM_FUNC_END(victim_read)

/* The instruction before belongs to another function. */
SYM_START(victim_read_first_at, SYM_L_GLOBAL, SYM_A_ALIGN)
	ldr	x0, [x0]
	ret
SYM_FUNC_END(victim_read_first_at)

SYM_TYPED_FUNC_START(victim_read_first)
	stp	x29, x30, [sp, #-16]!
	mov	x29, sp
	bl	victim_read_first_at
	ldp	x29, x30, [sp], #16
	ret
SYM_FUNC_END(victim_read_first)

/* The stack has changed with the instruction before. */
SYM_TYPED_FUNC_START(victim_read_pushed)
	stp	x19, x0, [sp, #-16]!
	VICTIM_AT read_pushed
	ldr	x19, [x0]
	ldp	x19, x0, [sp], #16
	ret
SYM_FUNC_END(victim_read_pushed)

SYM_TYPED_FUNC_START(victim_write)
	mov	x1, x0
	mov	x0, xzr
	VICTIM_AT write
	str	xzr, [x1]
	ret
SYM_FUNC_END(victim_write)

SYM_TYPED_FUNC_START(victim_call)
	stp	x29, x30, [sp, #-16]!
	mov	x29, sp
	blr	x0
	VICTIM_AT call
	ldp	x29, x30, [sp], #16
	ret
SYM_FUNC_END(victim_call)

SYM_TYPED_FUNC_START(victim_invalid)
	mov	x0, xzr
	VICTIM_AT invalid
	udf	#0
SYM_FUNC_END(victim_invalid)

/* Of two words the second is on another page. */
SYM_TYPED_FUNC_START(victim_pair)
	mov	x2, x0
	VICTIM_AT pair
	ldp	x0, x1, [x2]
	ret
SYM_FUNC_END(victim_pair)

/* All of a block at once. */
SYM_TYPED_FUNC_START(victim_zero_block)
	VICTIM_AT zero_block
	dc	zva, x0
	ret
SYM_FUNC_END(victim_zero_block)

/* The register that says where is changed by the same instruction. */
SYM_TYPED_FUNC_START(victim_stepping)
	mov	x1, x0
	VICTIM_AT stepping
	ldr	x0, [x1, #8]!
	ret
SYM_FUNC_END(victim_stepping)

/* Reads byte by byte until there is no more memory. */
SYM_TYPED_FUNC_START(victim_loop)
	VICTIM_AT loop
	ldrb	w1, [x0]
	add	x0, x0, #1
	b	victim_loop_at
SYM_FUNC_END(victim_loop)

SYM_TYPED_FUNC_START(victim_site)
	mov	x2, xzr
	.set	site, 0
	.rept	16			/* VICTIM_SITES */
	cmp	x0, #site
	b.ne	1f
	ldr	x1, [x2]
1:
	.set	site, site + 1
	.endr
	mov	x0, xzr
	ret
SYM_FUNC_END(victim_site)
