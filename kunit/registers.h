/* SPDX-License-Identifier: GPL-2.0 */
/* The registers that a function must leave as they are, except rsp. */
#ifndef KDEFER_KUNIT_REGISTERS_H
#define KDEFER_KUNIT_REGISTERS_H

struct registers {
	unsigned long rbx;
	unsigned long rbp;
	unsigned long r12;
	unsigned long r13;
	unsigned long r14;
	unsigned long r15;
};

/*
 * Calls @function with those patterns in the registers, and says in @after what is
 * there when it returns.
 */
int call_with_patterns(int (*function)(void), const struct registers *before,
		       struct registers *after);

#endif /* KDEFER_KUNIT_REGISTERS_H */
