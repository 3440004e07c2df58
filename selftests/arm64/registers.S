/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Calling a function with known values in the registers that it must not change. Each
 * module that needs it has an object of its own of this.
 */
#include <linux/linkage.h>

#include "kept.h"

	.text

/*
 * long call_with_preserved(long (*function)(void *arg), void *arg,
 *			    struct preserved *p)
 */
SYM_FUNC_START(call_with_preserved)
	stp	x29, x30, [sp, #-112]!
	mov	x29, sp
	KEPT	stp, sp, 16
	str	x2, [sp, #96]
	mov	x9, x0
	mov	x0, x1
	KEPT	ldp, x2, 0
	blr	x9
	/* What x29 and sp are off by shows in x19. */
	mov	x9, sp
	sub	x10, x29, x9
	ldr	x2, [x9, #96]
	add	x19, x19, x10
	KEPT	stp, x2, 80
	KEPT	ldp, sp, 16
	ldp	x29, x30, [sp], #112
	ret
SYM_FUNC_END(call_with_preserved)
