/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What setjmp() and longjmp() do, and nothing else.
 */
#include <linux/linkage.h>

	.text

/* int set_label(struct label *label) */
SYM_FUNC_START(set_label)
	mov	x2, sp
	stp	x19, x20, [x0]
	stp	x21, x22, [x0, #16]
	stp	x23, x24, [x0, #32]
	stp	x25, x26, [x0, #48]
	stp	x27, x28, [x0, #64]
	stp	x29, x30, [x0, #80]
	str	x2, [x0, #96]
	mov	w0, wzr
	ret
SYM_FUNC_END(set_label)

/* void goto_label(const struct label *label) */
SYM_FUNC_START(goto_label)
	ldr	x2, [x0, #96]
	ldp	x19, x20, [x0]
	ldp	x21, x22, [x0, #16]
	ldp	x23, x24, [x0, #32]
	ldp	x25, x26, [x0, #48]
	ldp	x27, x28, [x0, #64]
	ldp	x29, x30, [x0, #80]
	mov	sp, x2
	mov	w0, #1
	ret
SYM_FUNC_END(goto_label)
