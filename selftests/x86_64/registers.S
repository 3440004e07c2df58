/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Calling a function with known values in the registers that it must not change. Each
 * module that needs it has an object of its own of this.
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

#if defined(CONFIG_FRAME_POINTER) && !defined(CONFIG_UML)
#define KEEPS_FRAME_POINTER
#endif

	.text

/*
 * long call_with_preserved(long (*function)(void *arg), void *arg,
 *			    struct preserved *p)
 *
 * Where the kernel unwinds by frame pointers rbp is one; then what it is off by is added
 * to the value that it should have had.
 */
SYM_FUNC_START(call_with_preserved)
	push	%rbp
#ifdef KEEPS_FRAME_POINTER
	mov	%rsp, %rbp
#endif
	push	%rbx
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	push	%rdx
	mov	%rdi, %rax
	mov	%rsi, %rdi
#ifndef KEEPS_FRAME_POINTER
	mov	0(%rdx), %rbp
#endif
	mov	8(%rdx), %rbx
	mov	16(%rdx), %r12
	mov	24(%rdx), %r13
	mov	32(%rdx), %r14
	mov	40(%rdx), %r15
	CALL_RAX
	pop	%rdx
#ifdef KEEPS_FRAME_POINTER
	lea	40(%rsp), %rcx			/* what rbp was set to */
	sub	%rcx, %rbp
	add	0(%rdx), %rbp
#endif
	mov	%rbp, 48(%rdx)
	mov	%rbx, 56(%rdx)
	mov	%r12, 64(%rdx)
	mov	%r13, 72(%rdx)
	mov	%r14, 80(%rdx)
	mov	%r15, 88(%rdx)
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbx
	pop	%rbp
	RET
SYM_FUNC_END(call_with_preserved)
