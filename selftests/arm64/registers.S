/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Calling a function with known values in the registers that it must not change. Each
 * module that needs it has an object of its own of this.
 */
#include <linux/linkage.h>

	.text

/*
 * long call_with_preserved(long (*function)(void *arg), void *arg,
 *			    struct preserved *p)
 */
SYM_FUNC_START(call_with_preserved)
	stp	x29, x30, [sp, #-112]!
	mov	x29, sp
	stp	x19, x20, [sp, #16]
	stp	x21, x22, [sp, #32]
	stp	x23, x24, [sp, #48]
	stp	x25, x26, [sp, #64]
	stp	x27, x28, [sp, #80]
	str	x2, [sp, #96]
	mov	x9, x0
	mov	x0, x1
	ldp	x19, x20, [x2, #0]
	ldp	x21, x22, [x2, #16]
	ldp	x23, x24, [x2, #32]
	ldp	x25, x26, [x2, #48]
	ldp	x27, x28, [x2, #64]
	blr	x9
	/* What x29 and sp are off by shows in x19. */
	mov	x9, sp
	sub	x10, x29, x9
	ldr	x2, [x9, #96]
	add	x19, x19, x10
	stp	x19, x20, [x2, #80]
	stp	x21, x22, [x2, #96]
	stp	x23, x24, [x2, #112]
	stp	x25, x26, [x2, #128]
	stp	x27, x28, [x2, #144]
	ldp	x19, x20, [sp, #16]
	ldp	x21, x22, [sp, #32]
	ldp	x23, x24, [sp, #48]
	ldp	x25, x26, [sp, #64]
	ldp	x27, x28, [sp, #80]
	ldp	x29, x30, [sp], #112
	ret
SYM_FUNC_END(call_with_preserved)
