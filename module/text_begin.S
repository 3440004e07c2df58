/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The first object of kdefer where it is built in: see own.h. A symbol of its own, so that
 * no function beside it is called by this name.
 */
#include <linux/linkage.h>

	.text
	.balign 16
SYM_ENTRY(kdefer_text_begin, SYM_L_GLOBAL, SYM_A_NONE)
	.skip 16, 0xcc
