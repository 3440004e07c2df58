/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The transfers of control that C cannot express, on x86-64 and on User Mode
 * Linux for it: making a deferred call, and giving stack back.
 */
#include <linux/linkage.h>
#include <linux/kdefer/x86_64.h>

#ifdef CONFIG_UML
#define UNWIND_HINT_FUNC
#define UNWIND_HINT_RDX
#define ANNOTATE_NOENDBR
#define ANNOTATE_NOCFI
#define JUMP_RAX	jmp	*%rax
/* To where the processor does not expect it: a return would be predicted wrong. */
#define RETURN_ELSEWHERE pop %rcx; jmp *%rcx
#ifndef RET
#define RET		ret
#endif
#else
#include <linux/cfi_types.h>
#include <asm/ibt.h>
#include <asm/nospec-branch.h>
#include <asm/unwind_hints.h>
#include "../compat.h"
#include "fault_state.h"
/*
 * The return address lies right below where rdx points (the unwinder adds no offset
 * to rdx), and rbp is its caller's. It knows rdx from saved registers alone, which
 * whoever looks at an instruction that is no call has.
 */
#define UNWIND_HINT_RDX \
	UNWIND_HINT type=UNWIND_HINT_TYPE_CALL sp_reg=ORC_REG_DX
#define JUMP_RAX	JMP_NOSPEC rax
#define RETURN_ELSEWHERE RET
#endif

#include "../landing.h"
#include "../pad_frame.h"

	.text

/*
 * kdefer_call_gate: see kdefer_call() in arch_gate.h; rdx is u, rax fn, rdi and rsi the
 * arguments, where fn wants them. Of the caller's registers only rbp and rsp are kept.
 *
 * Calls fn(arg0, arg1). A soft panic below that gets here finds u by the frame at the
 * bottom of this stack (struct call_frame), and comes back by this function's return:
 *
 *	| return address	   |
 *	| caller's rbp		   | <- rbp
 *	| (keeps rsp a multiple of 16, which User Mode Linux's host wants)
 *	| proof of life		   |
 *	| u			   |
 *	| rbp			   | <- rsp: the frame
 */
SYM_FUNC_START(kdefer_call_gate)
	push	%rbp
	mov	%rsp, %rbp
	sub	$24, %rsp
	and	$-16, %rsp
	mov	%rbp, (%rsp)
	mov	%rdx, 8(%rsp)
	movabs	$KDEFER_LIFE, %r11
	add	%rsp, %r11
	mov	%r11, KDEFER_FRAME_LIFE(%rsp)
	call	jump_rax		/* the mark must follow at once ... */
	KDEFER_MARK KDEFER_MARK_CALL
	movq	$0, KDEFER_FRAME_LIFE(%rsp)	/* not a frame any more */
	leave
	RET
SYM_FUNC_END(kdefer_call_gate)

/* ... as it would not after an indirect call: those are patched, and padded. */
SYM_FUNC_START_LOCAL(jump_rax)
	ANNOTATE_NOCFI			/* the types of what blocks call are their own */
	JUMP_RAX
SYM_FUNC_END(jump_rax)

/*
 * kdefer_pad_gate: see kdefer_call_pad() in arch_gate.h; rdi is u, rsi the pad, rdx the
 * frame pointer that it wants, rcx the other registers.
 *
 * A pad wants in rax what it hands to __kdefer_resume() at its end: that is the frame.
 * The stack is as if the function of the pad had been called here:
 *
 *	| return address	   |
 *	| caller's rbp		   | <- rbp of the gate
 *	| (alignment)		   |
 *	| struct pad_frame	   | <- rax
 *	| the pad		   | <- rsp, until it is returned to
 */
SYM_FUNC_START(kdefer_pad_gate)
	push	%rbp
	mov	%rsp, %rbp
	sub	$32, %rsp
	and	$-16, %rsp
	mov	%rsp, %rax
	mov	%rbp, (%rax)
	mov	%rdi, 8(%rax)
	movabs	$KDEFER_LIFE, %r11
	add	%rax, %r11
	mov	%r11, KDEFER_FRAME_LIFE(%rax)
	movabs	$PAD_LIFE, %r11
	add	%rax, %r11
	mov	%r11, PAD_FRAME_LIFE(%rax)
	mov	0(%rcx), %rbx
	mov	8(%rcx), %r12
	mov	16(%rcx), %r13
	mov	24(%rcx), %r14
	mov	32(%rcx), %r15
	push	%rsi
	mov	%rdx, %rbp
	UNWIND_HINT_FUNC		/* in the function of the pad from here on */
	RETURN_ELSEWHERE
SYM_FUNC_END(kdefer_pad_gate)

/*
 * void __kdefer_resume(struct pad_frame *frame)
 *
 * What a pad ends with: back to whoever called kdefer_pad_gate.
 */
SYM_FUNC_START(__kdefer_resume)
	ANNOTATE_NOENDBR		/* called by name alone */
	movabs	$KDEFER_LIFE, %r11
	add	%rdi, %r11
	cmp	%r11, KDEFER_FRAME_LIFE(%rdi)
	jne	1f
	mov	(%rdi), %rdx
	add	$16, %rdx
	movq	$0, KDEFER_FRAME_LIFE(%rdi)	/* not a frame any more */
	movq	$0, PAD_FRAME_LIFE(%rdi)
	mov	-16(%rdx), %rbp
	UNWIND_HINT_RDX
	lea	-8(%rdx), %rsp
	UNWIND_HINT_FUNC
	RETURN_ELSEWHERE
1:	ud2				/* nobody has called this pad */
SYM_FUNC_END(__kdefer_resume)

/*
 * void kdefer_leap(struct unwind *u)
 *
 * Runs the unwind and goes where it says: into the loop of an older one, or out of
 * a RECOVER_FN. Returns to its caller if it says nothing: nobody has recovered.
 *
 * One instruction changes rbp or rsp, not both, and a trace from the one between must
 * be right as well. There rdx says where the return address is:
 *
 *	|		 | <- rdx
 *	| return address | <- rsp next	into the function whose rbp is there already
 *	| ...		 |
 *	| ...		 | <- rsp still	nothing of this runs again
 */
SYM_FUNC_START(kdefer_leap)
	push	%rbp
	mov	%rsp, %rbp
	mov	%rbx, 0(%rdi)		/* u->pads.reg */
	mov	%r12, 8(%rdi)
	mov	%r13, 16(%rdi)
	mov	%r14, 24(%rdi)
	mov	%r15, 32(%rdi)
	call	kdefer_unwind
	test	%rax, %rax
	jz	3f
	mov	LANDING_FRAME(%rax), %rdi
	mov	LANDING_BP(%rax), %rdx
	add	$16, %rdx
	test	%rdi, %rdi
	jz	1f

	/*
	 * From here on as if the body had called us where it made the call that
	 * never returned: rsp on that return address, rbp the body's.
	 */
	mov	LANDING_SP(%rax), %rdx
	add	$8, %rdx
	mov	LANDING_BP(%rax), %rbp
	UNWIND_HINT_RDX
	lea	-8(%rdx), %rsp		/* objtool loses track, and may just before a hint */
	UNWIND_HINT_FUNC
	push	%rbp
	mov	%rsp, %rbp
	mov	%rdi, %rbx		/* the body's own, loaded again below */
	mov	KDEFER_FRAME_HEAD(%rdi), %rax
	or	KDEFER_FRAME_BLOCKS(%rdi), %rax
	jz	2f
	call	kdefer_finish
2:	movq	$0, KDEFER_FRAME_LIFE(%rbx)	/* not a frame any more */
	mov	KDEFER_FRAME_RESULT(%rbx), %rax
	movzbl	KDEFER_FRAME_STATE(%rbx), %edx	/* room for more slots */
	lea	KDEFER_RECOVER_TO_BP+16(%rbx,%rdx), %rdx
	mov	-24(%rdx), %rbx
	mov	-32(%rdx), %r12
	mov	-40(%rdx), %r13
	mov	-48(%rdx), %r14
	mov	-56(%rdx), %r15

	/* rdx: above the return address of the gate to return from; rax: its result. */
1:	mov	-16(%rdx), %rbp
	UNWIND_HINT_RDX
	lea	-8(%rdx), %rsp
	UNWIND_HINT_FUNC
	RETURN_ELSEWHERE

3:	leave
	RET
SYM_FUNC_END(kdefer_leap)

#ifndef CONFIG_UML
/*
 * void kdefer_just_return(void)
 *
 * Where the hook sends page_fault_oops() when there is nothing to oops about.
 */
SYM_TYPED_FUNC_START(kdefer_just_return)
	RET
SYM_FUNC_END(kdefer_just_return)

/*
 * Where a fault that is trapped returns to: rdi a struct fault_state, rbp and rsp as they
 * were there, interrupts disabled until the state is on this stack. Calls kdefer_landed(),
 * with the instruction as if it had called us. After a call through a bad pointer the
 * stack is so already. With FRED the processor still waits for ENDBR after such a call: the
 * return from the fault has it wait as before.
 */
SYM_CODE_START(kdefer_fault_landing)
	UNWIND_HINT_NOTHING
	ENDBR				/* reached by iret alone, but see below */
	mov	FAULT_STATE_IP(%rdi), %rax
	inc	%rax			/* who unwinds looks up the byte before */
	push	%rax
SYM_INNER_LABEL(kdefer_call_fault_landing, SYM_L_GLOBAL)
	UNWIND_HINT_FUNC
	ENDBR
	push	%rbp
	mov	%rsp, %rbp
	mov	%rbp, %rsi
	sub	$FAULT_STATE_BYTES, %rsp
	and	$-16, %rsp
	mov	%rsp, %rdx
	call	kdefer_landed

	/*
	 * Nobody has recovered. A fault of the same kind follows, for the handler of which
	 * the hook puts the registers back (rdi) that the first one had. That one is not
	 * made to happen again: it might not, and what has been cleaned up is needed.
	 */
SYM_INNER_LABEL(kdefer_again, SYM_L_GLOBAL)
	ANNOTATE_NOENDBR
	mov	%rsp, %rdi
	dec	%eax
	jz	1f
	dec	%eax
	jz	2f
	dec	%eax
	jz	3f
	ud2				/* SOFT_PANIC_BUG */
1:	mov	-8(%rax), %rax		/* SOFT_PANIC_PAGE_FAULT: nothing ever is there */
	ud2
2:	movabs	$0x8000000000000000, %rax	/* SOFT_PANIC_PROTECTION: not canonical */
	mov	(%rax), %rax
	ud2
3:	xor	%edx, %edx		/* SOFT_PANIC_DIVIDE */
	div	%eax
	ud2
SYM_INNER_LABEL(kdefer_again_end, SYM_L_GLOBAL)
	ANNOTATE_NOENDBR
	int3
SYM_CODE_END(kdefer_fault_landing)
#endif
