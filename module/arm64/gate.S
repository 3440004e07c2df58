/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The transfers of control that C cannot express, on arm64: making a deferred call, and
 * giving stack back.
 */
#include <linux/linkage.h>
#include <linux/kdefer/arm64.h>

#include <asm/brk-imm.h>
#include <asm/esr.h>

#include "../landing.h"
#include "../pad_frame.h"
#include "fault_state.h"

	.text

#define CALL_TO_BP 32	/* as in arch_gate.h */

/*
 * kdefer_call_gate: see kdefer_call() in arch_gate.h; x2 is u, x3 fn, x0 and x1 the
 * arguments, where fn wants them. Of the caller's registers only x29 and sp are kept.
 *
 * Calls fn(arg0, arg1). A soft panic below that gets here finds u by the frame at the
 * bottom of this stack (struct call_frame), and comes back by this function's return:
 *
 *	| caller's x29, x30	   | <- x29
 *	| (8 bytes)		   |
 *	| proof of life		   |
 *	| u			   |
 *	| x29			   | <- the frame
 *	| x29, mark		   | <- sp: as in the gates of clients
 */
SYM_FUNC_START_NOALIGN(kdefer_call_gate)
	hint	#KDEFER_SIGN
	stp	x29, x30, [sp, #-16]!
	mov	x29, sp
	sub	sp, sp, #CALL_TO_BP + KDEFER_FRAME_TO_SP
	adr	x16, 1f
	stp	x29, x16, [sp]
	stp	x29, x2, [sp, #KDEFER_FRAME_TO_SP]
	add	x9, sp, #KDEFER_FRAME_TO_SP
	movz	x16, #KDEFER_LIFE >> 48, lsl #48
	movk	x16, #(KDEFER_LIFE >> 32) & 0xffff, lsl #32
	add	x16, x16, x9
	str	x16, [x9, #KDEFER_FRAME_LIFE]
	blr	x3
1:	KDEFER_MARK KDEFER_MARK_CALL
	/* Not a frame any more. */
	str	xzr, [sp, #KDEFER_FRAME_TO_SP + KDEFER_FRAME_LIFE]
	mov	sp, x29
	ldp	x29, x30, [sp], #16
	hint	#KDEFER_AUTH
	ret
SYM_FUNC_END(kdefer_call_gate)

/*
 * kdefer_pad_gate: see kdefer_call_pad() in arch_gate.h; x0 is u, x1 the pad, x2 the frame
 * pointer that it wants, x3 the other registers.
 *
 * A pad wants in x0 what it hands to __kdefer_resume() at its end: that is the frame. It says
 * nothing by sp, which the edit of the assembly sees to, but calls functions.
 *
 *	| caller's x29, x30	   | <- x29 of the gate
 *	| struct pad_frame	   | <- x0
 *	| its x29, the pad	   | <- sp: as the records of what it calls, for who walks
 */
SYM_FUNC_START_NOALIGN(kdefer_pad_gate)
	hint	#KDEFER_SIGN
	stp	x29, x30, [sp, #-16]!
	mov	x29, sp
	sub	sp, sp, #CALL_TO_BP + KDEFER_FRAME_TO_SP
	stp	x2, x1, [sp]
	stp	x29, x0, [sp, #KDEFER_FRAME_TO_SP]
	add	x0, sp, #KDEFER_FRAME_TO_SP
	movz	x16, #KDEFER_LIFE >> 48, lsl #48
	movk	x16, #(KDEFER_LIFE >> 32) & 0xffff, lsl #32
	add	x16, x16, x0
	movz	x17, #PAD_LIFE >> 48, lsl #48
	movk	x17, #(PAD_LIFE >> 32) & 0xffff, lsl #32
	add	x17, x17, x0
	stp	x16, x17, [x0, #KDEFER_FRAME_LIFE]
	ldp	x19, x20, [x3]
	ldp	x21, x22, [x3, #16]
	ldp	x23, x24, [x3, #32]
	ldp	x25, x26, [x3, #48]
	ldp	x27, x28, [x3, #64]
	mov	x29, x2			/* in the function of the pad from here on */
	br	x1
SYM_FUNC_END(kdefer_pad_gate)

/*
 * void __kdefer_resume(struct pad_frame *frame)
 *
 * What a pad ends with: back to whoever called kdefer_pad_gate.
 */
SYM_FUNC_START_NOALIGN(__kdefer_resume)
	movz	x16, #KDEFER_LIFE >> 48, lsl #48
	movk	x16, #(KDEFER_LIFE >> 32) & 0xffff, lsl #32
	add	x16, x16, x0
	ldr	x17, [x0, #KDEFER_FRAME_LIFE]
	cmp	x16, x17
	b.ne	1f
	ldr	x9, [x0]
	/* Not a frame any more. */
	stp	xzr, xzr, [x0, #KDEFER_FRAME_LIFE]
	mov	x29, x9
	mov	sp, x9
	ldp	x29, x30, [sp], #16
	hint	#KDEFER_AUTH
	ret
1:	brk	#BUG_BRK_IMM		/* nobody has called this pad */
SYM_FUNC_END(__kdefer_resume)

/*
 * void kdefer_leap(struct unwind *u)
 *
 * Runs the unwind and goes where it says: into the loop of an older one, or out of
 * a RECOVER_FN. Returns to its caller if it says nothing: nobody has recovered.
 *
 * A trace from any instruction here must be right. It begins at x29, which changes before sp
 * does, and what it points to lies in stack that is given back only then.
 */
SYM_FUNC_START_NOALIGN(kdefer_leap)
	hint	#KDEFER_SIGN
	stp	x29, x30, [sp, #-16]!
	mov	x29, sp
	stp	x19, x20, [x0]		/* u->pads.reg */
	stp	x21, x22, [x0, #16]
	stp	x23, x24, [x0, #32]
	stp	x25, x26, [x0, #48]
	stp	x27, x28, [x0, #64]
	bl	kdefer_unwind
	cbz	x0, 2f
	ldr	x9, [x0, #LANDING_BP]
	ldr	x10, [x0, #LANDING_FRAME]
	cbz	x10, 1f

	/*
	 * From here on as if the body had called us where it made the call that never
	 * returned: in the place of the frame record of what that has called, as where the body's
	 * own stack ends is not to be known. The stack must not go down each time, as this may be
	 * where the one before has led; but a record that is not aligned is left alone. The body
	 * itself may have had none; there is the one that its gate has written.
	 */
	ldr	x11, [x0, #LANDING_SP]
	ldr	x12, [x11], #-8
	sub	x9, x10, #KDEFER_FRAME_TO_SP
	and	x13, x11, #8
	add	x13, x13, x13, lsl #1
	sub	x11, x11, x13
	stp	x9, x12, [x11]
	mov	x29, x11
	mov	sp, x11
	mov	x19, x10		/* the body's own, loaded again below */
	ldr	x11, [x19, #KDEFER_FRAME_HEAD]
	ldr	x12, [x19, #KDEFER_FRAME_BLOCKS]
	orr	x11, x11, x12
	cbz	x11, 3f
	mov	x0, x19
	bl	kdefer_finish
3:	str	xzr, [x19, #KDEFER_FRAME_LIFE]	/* not a frame any more */
	ldr	x0, [x19, #KDEFER_FRAME_RESULT]
	ldrb	w9, [x19, #KDEFER_FRAME_STATE]	/* room for more slots */
	add	x9, x9, x19
	add	x9, x9, #KDEFER_RECOVER_TO_BP
	ldp	x19, x20, [x9, #-KDEFER_SAVED]
	ldp	x21, x22, [x9, #-KDEFER_SAVED + 16]
	ldp	x23, x24, [x9, #-KDEFER_SAVED + 32]
	ldp	x25, x26, [x9, #-KDEFER_SAVED + 48]
	ldp	x27, x28, [x9, #-KDEFER_SAVED + 64]

	/* x9: the x29 of the gate to return from; x0: its result. */
1:	mov	x29, x9
	mov	sp, x9
2:	ldp	x29, x30, [sp], #16
	hint	#KDEFER_AUTH
	ret
SYM_FUNC_END(kdefer_leap)

/*
 * void kdefer_just_return(void)
 *
 * Where a hook sends a function that has nothing to do.
 */
SYM_FUNC_START_NOALIGN(kdefer_just_return)
	ret
SYM_FUNC_END(kdefer_just_return)

/*
 * Where a fault that is trapped goes on: x0 a struct fault_state, interrupts disabled until
 * the state is on this stack. Calls kdefer_landed() on the stack of the fault, with the
 * instruction as if it had called us; or, after a call through a bad pointer, the one that
 * made it:
 *
 *	| ...		| <- sp at the fault
 *	| (8 bytes)	|
 *	| x30		| what a function without a record returns to
 *	| return address |
 *	| x29		| <- x29
 */
SYM_CODE_START(kdefer_fault_landing)
	ldr	x1, [x0, #FAULT_STATE_SP]
	ldr	x2, [x0, #FAULT_STATE_FP]
	ldr	x3, [x0, #FAULT_STATE_RETURN]
	ldr	x4, [x0, #FAULT_STATE_LR]
	stp	x2, x3, [x1, #-FAULT_LANDING_BYTES]!
	str	x4, [x1, #16]
	/* Those that calls keep are what they were there: pads read them. */
	ldp	x19, x20, [x0, #FAULT_STATE_X19]
	ldp	x21, x22, [x0, #FAULT_STATE_X19 + 16]
	ldp	x23, x24, [x0, #FAULT_STATE_X19 + 32]
	ldp	x25, x26, [x0, #FAULT_STATE_X19 + 48]
	ldp	x27, x28, [x0, #FAULT_STATE_X19 + 64]
	mov	x29, x1
	sub	x2, x1, #FAULT_STATE_BYTES
	mov	sp, x2
	bl	kdefer_landed

	/*
	 * Nobody has recovered. A fault of the same kind follows, for the handler of which
	 * the hook puts the registers back (x0) that the first one had. That one is not
	 * made to happen again: it might not, and what has been cleaned up is needed.
	 */
SYM_INNER_LABEL(kdefer_again, SYM_L_GLOBAL)
	mov	x0, sp
	ldr	x1, [x0, #FAULT_STATE_ERROR]
	lsr	x1, x1, #ESR_ELx_EC_SHIFT
	cmp	x1, #ESR_ELx_EC_BRK64
	b.eq	1f
	cbz	x1, 2f
	mov	x1, #-8			/* nothing ever is there */
	ldr	x1, [x1]
1:	brk	#BUG_BRK_IMM
2:	udf	#0			/* an instruction that is none */
SYM_INNER_LABEL(kdefer_again_end, SYM_L_GLOBAL)
	udf	#0
SYM_CODE_END(kdefer_fault_landing)
