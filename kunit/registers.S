/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Calling a function with known values in the registers that it must not change.
 */
#include <linux/linkage.h>

#ifdef CONFIG_UML
#define CALL_RAX	call	*%rax
#ifndef RET
#define RET		ret
#endif
#else
#include <asm/nospec-branch.h>
#define CALL_RAX	CALL_NOSPEC rax
#endif

	.text

/*
 * int call_with_patterns(int (*function)(void), const struct registers *before,
 *			  struct registers *after)
 */
SYM_FUNC_START(call_with_patterns)
	push	%rbp
#ifndef CONFIG_UML
	mov	%rsp, %rbp
#endif
	push	%rbx
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	push	%rdx
	mov	%rdi, %rax
	mov	0(%rsi), %rbx
#ifdef CONFIG_UML
	mov	8(%rsi), %rbp
#endif
	mov	16(%rsi), %r12
	mov	24(%rsi), %r13
	mov	32(%rsi), %r14
	mov	40(%rsi), %r15
	CALL_RAX
	pop	%rdx
	mov	%rbx, 0(%rdx)
	mov	%rbp, 8(%rdx)
#ifndef CONFIG_UML
	lea	40(%rsp), %rcx			/* what rbp was set to */
	sub	%rcx, 8(%rdx)
#endif
	mov	%r12, 16(%rdx)
	mov	%r13, 24(%rdx)
	mov	%r14, 32(%rdx)
	mov	%r15, 40(%rdx)
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbx
	pop	%rbp
	RET
SYM_FUNC_END(call_with_patterns)
