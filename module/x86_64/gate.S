/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The transfers of control that C cannot express, on x86-64 and on User Mode
 * Linux for it: making a deferred call, and giving stack back.
 */
#include <linux/linkage.h>
#include <linux/kdefer/x86_64.h>

#ifdef CONFIG_UML
#define UNWIND_HINT_FUNC
#define JUMP_RAX	jmp	*%rax
#ifndef RET
#define RET		ret
#endif
#else
#include <asm/nospec-branch.h>
#include <asm/unwind_hints.h>
#include "../compat.h"
#define JUMP_RAX	JMP_NOSPEC rax
#endif

#include "../landing.h"

	.text

/*
 * void kdefer_call(struct unwind *u, void *fn, unsigned long arg0,
 *		    unsigned long arg1)
 *
 * Calls fn(arg0, arg1). A soft panic below that gets here finds @u by the frame at
 * the bottom of this stack (struct call_frame), and comes back by this function's
 * return, with the registers that its caller had:
 *
 *	| return address	   |
 *	| caller's rbp		   | <- rbp
 *	| rbx r12 r13 r14 r15	   |
 *	| (keeps rsp a multiple of 16, which User Mode Linux's host wants)
 *	| u			   |
 *	| address of this word	   | <- rsp
 */
SYM_FUNC_START(kdefer_call)
	push	%rbp
	mov	%rsp, %rbp
	push	%rbx
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	sub	$24, %rsp
	mov	%rdi, 8(%rsp)
	mov	%rsp, (%rsp)
	mov	%rsi, %rax
	mov	%rdx, %rdi
	mov	%rcx, %rsi
	call	jump_rax		/* the mark must follow at once ... */
	KDEFER_MARK KDEFER_MARK_CALL
	movq	$0, (%rsp)		/* not a frame any more */
	add	$24, %rsp
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbx
	pop	%rbp
	RET
SYM_FUNC_END(kdefer_call)

/* ... as it would not after an indirect call: those are patched, and padded. */
SYM_FUNC_START_LOCAL(jump_rax)
	JUMP_RAX
SYM_FUNC_END(jump_rax)

/*
 * void kdefer_leap(struct unwind *u)
 *
 * Runs the unwind and goes where it says: into the loop of an older one, or out of
 * a RECOVER_FN. Does not return to its caller.
 */
SYM_FUNC_START(kdefer_leap)
	push	%rbp
	mov	%rsp, %rbp
	call	kdefer_unwind
	mov	LANDING_BP(%rax), %rdx
	mov	LANDING_FRAME(%rax), %rdi
	test	%rdi, %rdi
	jz	1f

	/*
	 * From here on as if the body had called us where it made the call that
	 * never returned: rsp on that return address, rbp the body's.
	 */
	mov	LANDING_SP(%rax), %rcx
	mov	LANDING_BP(%rax), %rbp	/* a load: objtool loses track at a mov */
	lea	(%rcx), %rsp		/* which it may do only right here */
	UNWIND_HINT_FUNC
	push	%rbp
	mov	%rsp, %rbp
	mov	%rdi, %rbx		/* the body's own, loaded again below */
	call	kdefer_finish
	mov	KDEFER_FRAME_RESULT(%rbx), %rax
	lea	KDEFER_RECOVER_TO_BP(%rbx), %rdx

	/* rdx: rbp of the gate to return from; rax: its result. */
1:	mov	-8(%rdx), %rbx
	mov	-16(%rdx), %r12
	mov	-24(%rdx), %r13
	mov	-32(%rdx), %r14
	mov	-40(%rdx), %r15
	mov	(%rdx), %rbp
	lea	8(%rdx), %rsp
	UNWIND_HINT_FUNC
	RET
SYM_FUNC_END(kdefer_leap)

#ifndef CONFIG_UML
/*
 * void kdefer_just_return(void)
 *
 * Where the probe sends page_fault_oops() when there is nothing to oops about.
 */
SYM_FUNC_START(kdefer_just_return)
	RET
SYM_FUNC_END(kdefer_just_return)

/*
 * Where a fault that is trapped returns to: rdi the instruction, rsi the address,
 * rdx the cause; rbp and rsp as they were there. Calls kdefer_fault(), with the
 * instruction as if it had called us. After a call through a bad pointer the stack
 * is so already.
 */
SYM_CODE_START(kdefer_fault_landing)
	UNWIND_HINT_NOTHING
	ANNOTATE_NOENDBR		/* reached by iret alone */
	lea	1(%rdi), %rax		/* who unwinds looks up the byte before */
	push	%rax
SYM_INNER_LABEL(kdefer_call_fault_landing, SYM_L_GLOBAL)
	UNWIND_HINT_FUNC
	ANNOTATE_NOENDBR		/* likewise */
	push	%rbp
	mov	%rsp, %rbp
	mov	%rbp, %rcx
	and	$-16, %rsp
	call	kdefer_fault
	ud2
SYM_CODE_END(kdefer_fault_landing)
#endif
