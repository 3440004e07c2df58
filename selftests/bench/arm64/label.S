/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What setjmp() and longjmp() do, and nothing else.
 */
#include <linux/linkage.h>

#include "../../arm64/kept.h"

	.text

/* int set_label(struct label *label) */
SYM_FUNC_START(set_label)
	mov	x2, sp
	KEPT	stp, x0, 0
	stp	x29, x30, [x0, #80]
	str	x2, [x0, #96]
	mov	w0, wzr
	ret
SYM_FUNC_END(set_label)

/* void goto_label(const struct label *label) */
SYM_FUNC_START(goto_label)
	ldr	x2, [x0, #96]
	KEPT	ldp, x0, 0
	ldp	x29, x30, [x0, #80]
	mov	sp, x2
	mov	w0, #1
	ret
SYM_FUNC_END(goto_label)
