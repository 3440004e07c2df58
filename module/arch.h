/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an architecture provides, in a folder of its own:
 *
 *	gate.S		what C cannot express
 *	stack.c		the functions below
 *	trap.c		the last three
 *	arch_gate.h	kdefer_call(), kdefer_leap(): see unwind.h; arch_gate_frame(): where
 *			the frame of a gate is, by the gate's own frame pointer
 *	arch_stack.h	struct foreign, arch_task_sp(), ARCH_ALL_FRAME_POINTERS,
 *			ARCH_PLAIN_ENTRIES
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
struct cursor arch_fault_cursor(struct pt_regs *regs);
struct pt_regs *arch_fault_regs(struct fault_regs *store,
				const struct cursor *from);

/* CPU faults: the hooks are there from load to unload, if the kernel allows. */
void arch_trap_init(void);
void arch_trap_exit(void);
bool arch_can_trap(void);

#endif /* KDEFER_ARCH_H */
