/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Storing or loading what calls keep, x19 to x28, so many bytes from where a register leads:
 * KEPT stp, sp, 16
 */
/* clang-format off */
.macro	KEPT insn, base, at
	\insn	x19, x20, [\base, #\at]
	\insn	x21, x22, [\base, #\at + 16]
	\insn	x23, x24, [\base, #\at + 32]
	\insn	x25, x26, [\base, #\at + 48]
	\insn	x27, x28, [\base, #\at + 64]
.endm
