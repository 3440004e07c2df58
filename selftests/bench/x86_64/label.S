/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What setjmp() and longjmp() do, and nothing else.
 */
#include <linux/linkage.h>

#ifdef CONFIG_UML
#define UNWIND_HINT_FUNC
#ifndef RET
#define RET	ret
#endif
#else
#include <asm/nospec-branch.h>
#include <asm/unwind_hints.h>
#endif

	.text

/* int set_label(struct label *label) */
SYM_FUNC_START(set_label)
	mov	(%rsp), %rax
	mov	%rbx, (%rdi)
	mov	%rbp, 8(%rdi)
	mov	%r12, 16(%rdi)
	mov	%r13, 24(%rdi)
	mov	%r14, 32(%rdi)
	mov	%r15, 40(%rdi)
	mov	%rsp, 48(%rdi)
	mov	%rax, 56(%rdi)
	xor	%eax, %eax
	RET
SYM_FUNC_END(set_label)

/* void goto_label(const struct label *label) */
SYM_FUNC_START(goto_label)
	mov	(%rdi), %rbx
	mov	16(%rdi), %r12
	mov	24(%rdi), %r13
	mov	32(%rdi), %r14
	mov	40(%rdi), %r15
	mov	48(%rdi), %rdx
	mov	56(%rdi), %rcx
	mov	$1, %eax
	mov	8(%rdi), %rbp
	lea	(%rdx), %rsp		/* a lea because objtool follows a mov */
	UNWIND_HINT_FUNC
#ifdef CONFIG_UML
	add	$8, %rsp
	jmp	*%rcx			/* predicted, which a return would not be */
#else
	mov	%rcx, (%rsp)
	RET
#endif
SYM_FUNC_END(goto_label)
