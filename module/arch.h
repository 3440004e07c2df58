/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an architecture provides, in a folder of its own. The questions that it answers:
 *
 *	arch_gate.h
 *	    arch_gate_frame()	where is the frame of the gate that has this frame pointer, and
 *				so much room in its frame?
 *	    arch_gate_bp()	which frame pointer has the gate of this frame?
 *	    arch_mark_offset()	what does the text at a return address add to the first mark?
 *	    arch_mark_is_certain() whatever probe is on it
 *	    kdefer_call(), kdefer_leap()	see unwind.h
 *	    ARCH_KEPT_REGISTERS, ARCH_REGISTERS_ARE_KEPT, arch_gate_saved(),
 *	    kdefer_call_pad()	see pads.c
 *	    arch_pad_load(), ARCH_PAD_SAVED, ARCH_PAD_WORDS, ARCH_PAD_NEEDS()
 *				what does a row of the table say of registers?
 *	    ARCH_RECORDS_END_FRAMES	does a function's stack end with its return address?
 *	arch_stack.h
 *	    arch_address()	what is a return address on the stack without a signature?
 *	    arch_is_behind_call() can a call return there?
 *	    arch_is_end()	is this frame record the end of a context?
 *	    arch_leads_out()	is a frame pointer that leads off the stack?
 *	    arch_return_key()	by what do tracers know the return from a function?
 *	    arch_slot_key()	the same, where only the slot is known
 *	    arch_keys_end()	above which key are those that a function has called?
 *	    arch_task_sp()	how far does the stack of a task go that does not run?
 *	    ARCH_ALL_FRAME_POINTERS, ARCH_PLAIN_ENTRIES, ARCH_SLOTS_MAY_BE_COPIES,
 *	    ARCH_STACK_ROOM_BYTES, struct foreign, struct fault_regs
 *	arch_hook.h		what is a hook told, and is it there?
 *	arch_held.h		what does a context hold of the processor?
 *	stack.c, trap.c		the functions below
 *	gate.S			what C cannot express; ../landing.h has what a landing hands over
 *	objects.mk		what is compiled, and how
 *
 * and, in include/linux/kdefer/<arch>.h, the gates of DEFER_FN and RECOVER_FN.
 */
#ifndef KDEFER_ARCH_H
#define KDEFER_ARCH_H

#include <linux/types.h>

#include <arch_stack.h>

struct cursor;
struct pt_regs;
struct walk;

/* What a gate does; the NOP behind its calls says which. */
enum gate_kind {
	NO_GATE,
	DEFER_GATE,
	RECOVER_GATE,
	CALL_GATE,
};

/*
 * The bounds of the current stack, on which @sp lies, if it is not the task's own.
 * False: not known.
 */
bool arch_stack_bounds(unsigned long sp, unsigned long *low,
		       unsigned long *high);

/* Does the interrupt that we are in begin with the function that @ip is in? */
bool arch_is_context_entry(unsigned long ip);

/*
 * One step outwards from code that keeps no frame pointer, or from code that does into
 * such. FOREIGN_END: the context ends at w->end.
 */
enum foreign_step { FOREIGN_STEPPED, FOREIGN_END, FOREIGN_LOST };
enum foreign_step foreign_step(struct walk *w, struct cursor *next);

/* Prepares the first step outwards from an instruction that faulted. */
void foreign_start(struct walk *w, struct pt_regs *regs);

/* Where a function returns to that has just been entered. */
struct cursor arch_entry_cursor(const struct pt_regs *regs);

/* Where an instruction is that faulted; and registers that say so, for foreign_start(). */
struct cursor arch_fault_cursor(struct pt_regs *regs);
struct pt_regs *arch_fault_regs(struct fault_regs *store,
				const struct cursor *from);

/*
 * Has the function that was called right before @ret been entered at its beginning, and
 * done nothing on any way to @ip but to compute, read and write plainly? False: not so,
 * or that is not certain.
 */
bool arch_is_harmless(unsigned long ret, unsigned long ip);

/* Tells of each return address of the running context, and its slot, from an interrupt in it. */
void arch_each_return(void (*found)(void *arg, const struct cursor *at),
		      void *arg);

/* 0, or -EOPNOTSUPP where the kernel runs in a way that this cannot work in, and says so. */
int arch_init(void);

/*
 * CPU faults: can they be heard of in this context? Other modules can have what is needed
 * while nobody wants to.
 */
void arch_trap_init(void);
void arch_trap_exit(void);
void arch_trap_watch(bool wanted);
bool arch_can_trap(void);

#endif /* KDEFER_ARCH_H */
