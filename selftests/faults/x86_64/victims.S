/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Functions that fault where it is known exactly. See faults.h.
 */
#include <linux/linkage.h>
#include <linux/cfi_types.h>
#include <linux/objtool.h>
#include <asm/alternative.h>
#include <asm/frame.h>
#include <asm/nospec-branch.h>
#include <asm/smap.h>

	.text

/* The next instruction is the one; for a call, the one that it returns to. */
.macro VICTIM_AT name:req
SYM_INNER_LABEL(victim_\name\()_at, SYM_L_GLOBAL)
	ANNOTATE_NOENDBR
.endm

SYM_TYPED_FUNC_START(victim_read)
	xor	%eax, %eax
	VICTIM_AT read
	mov	(%rdi), %rax
	RET
SYM_FUNC_END(victim_read)

/* The byte before belongs to another function. */
SYM_START(victim_read_first_at, SYM_L_GLOBAL, SYM_A_ALIGN)
	ANNOTATE_NOENDBR
	mov	(%rdi), %rax
	RET
SYM_FUNC_END(victim_read_first_at)

SYM_TYPED_FUNC_START(victim_read_first)
	FRAME_BEGIN
	call	victim_read_first_at
	FRAME_END
	RET
SYM_FUNC_END(victim_read_first)

/* The stack has changed with the instruction before. */
SYM_TYPED_FUNC_START(victim_read_pushed)
	push	%rbx
	push	%rdi
	VICTIM_AT read_pushed
	mov	(%rdi), %rbx
	pop	%rdi
	pop	%rbx
	RET
SYM_FUNC_END(victim_read_pushed)

SYM_TYPED_FUNC_START(victim_read_backwards)
	mov	%rdi, %rsi
	std
	VICTIM_AT read_backwards
	lodsq
	cld
	RET
SYM_FUNC_END(victim_read_backwards)

/* As inside user_access_begin(), but no exception table knows of it. */
SYM_TYPED_FUNC_START(victim_read_uaccess)
	ASM_STAC
	VICTIM_AT read_uaccess
	mov	(%rdi), %rax
	ASM_CLAC
	RET
SYM_FUNC_END(victim_read_uaccess)

SYM_TYPED_FUNC_START(victim_write)
	xor	%eax, %eax
	VICTIM_AT write
	mov	%rax, (%rdi)
	RET
SYM_FUNC_END(victim_write)

SYM_TYPED_FUNC_START(victim_call)
	FRAME_BEGIN
	sub	$8, %rsp
	CALL_NOSPEC rdi
	VICTIM_AT call
	add	$8, %rsp
	FRAME_END
	RET
SYM_FUNC_END(victim_call)

SYM_TYPED_FUNC_START(victim_divide)
	mov	$1, %eax
	xor	%edx, %edx
	VICTIM_AT divide
	div	%rdi
	RET
SYM_FUNC_END(victim_divide)

SYM_TYPED_FUNC_START(victim_invalid)
	xor	%eax, %eax
	VICTIM_AT invalid
	ud2
SYM_FUNC_END(victim_invalid)

SYM_TYPED_FUNC_START(victim_movs)
	sub	$64, %rsp
	mov	%rdi, %rsi
	mov	%rsp, %rdi
	mov	$64, %ecx
	VICTIM_AT movs
	rep movsb
	add	$64, %rsp
	RET
SYM_FUNC_END(victim_movs)

/* Reads byte by byte until there is no more memory. */
SYM_TYPED_FUNC_START(victim_loop)
	VICTIM_AT loop
	movzbl	(%rdi), %eax
	inc	%rdi
	jmp	victim_loop_at
SYM_FUNC_END(victim_loop)

SYM_TYPED_FUNC_START(victim_site)
	xor	%eax, %eax
	.set	site, 0
	.rept	16			/* VICTIM_SITES */
	cmp	$site, %rdi
	jne	1f
	mov	(%rax), %rcx
1:
	.set	site, site + 1
	.endr
	RET
SYM_FUNC_END(victim_site)
