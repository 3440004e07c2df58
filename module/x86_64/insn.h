/* SPDX-License-Identifier: GPL-2.0 */
/*
 * As much of x86's instructions as is needed to know what a function can have done.
 */
#ifndef KDEFER_INSN_H
#define KDEFER_INSN_H

#include <linux/types.h>

/* Where code goes on behind an instruction. */
enum insn_flow {
	INSN_NEXT,
	INSN_BRANCH, /* there, or at its target */
	INSN_JUMP, /* at its target */
	INSN_END, /* nowhere: it has returned */
	INSN_OTHER, /* not known, or it does more than compute, read and write plainly */
};

/**
 * struct insn - an instruction
 * @flow:   where code goes on
 * @bytes:  its length
 * @target: of a jump
 */
struct insn {
	enum insn_flow flow;
	unsigned int bytes;
	unsigned long target;
};

void insn_read(struct insn *insn, unsigned long at);
bool insn_is_behind_call(unsigned long ret);
bool insn_is_indirect_jump(unsigned long at);
unsigned long insn_called(unsigned long ret);

#endif /* KDEFER_INSN_H */
