/* SPDX-License-Identifier: GPL-2.0 */
/* The registers that a function must leave as they are, except rsp. */
#ifndef KDEFER_KUNIT_REGISTERS_H
#define KDEFER_KUNIT_REGISTERS_H

#include <linux/kconfig.h>

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
 * there when it returns. Where the way outwards is walked, rbp must be a frame pointer:
 * then how far it is off comes instead.
 */
int call_with_patterns(int (*function)(void), const struct registers *before,
		       struct registers *after);

static inline unsigned long expected_rbp(const struct registers *before)
{
	return IS_ENABLED(CONFIG_UML) ? before->rbp : 0;
}

#endif /* KDEFER_KUNIT_REGISTERS_H */
