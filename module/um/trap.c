// SPDX-License-Identifier: GPL-2.0
/*
 * User Mode Linux ends in panic() on a fault, with no hook before it.
 */
#include "../walk.h"

void foreign_start(struct walk *w, struct pt_regs *regs)
{
}

struct pt_regs *arch_fault_regs(struct pt_regs *regs, const struct cursor *from)
{
	return regs;
}

void arch_trap_init(void)
{
}

void arch_trap_exit(void)
{
}

bool arch_can_trap(void)
{
	return false;
}
