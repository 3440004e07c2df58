/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the kernel has for its compiler: thunks, and where function tracing begins.
 */
#ifdef __x86_64__
	.text
	.irp reg, rax, rbx, rcx, rdx, rsi, rdi, rbp, r8, r9, r10, r11, r12, r13, r14, r15
	.globl	__x86_indirect_thunk_\reg
__x86_indirect_thunk_\reg:
	jmp	*%\reg
	.endr

	.globl	__x86_return_thunk
__x86_return_thunk:
	ret

	.globl	__fentry__
__fentry__:
	ret

#endif

	.bss
	.globl	__ref_stack_chk_guard
	.balign	8
__ref_stack_chk_guard:
	.quad	0
	.section .note.GNU-stack, "", @progbits
