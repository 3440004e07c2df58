// SPDX-License-Identifier: GPL-2.0
/*
 * User Mode Linux ends in panic() on a fault, with no hook before it.
 */
#include "../cursor.h"

void foreign_start(struct walk *w, struct pt_regs *regs)
{
}

struct cursor arch_fault_cursor(struct pt_regs *regs)
{
	return (struct cursor){};
}

struct pt_regs *arch_fault_regs(struct fault_regs *store,
				const struct cursor *from)
{
	return NULL;
}

bool arch_is_harmless(unsigned long ret, unsigned long ip)
{
	return false;
}

int arch_init(void)
{
	return 0;
}

void arch_trap_init(void)
{
}

void arch_trap_exit(void)
{
}

void arch_trap_watch(bool wanted)
{
}

bool arch_can_trap(void)
{
	return false;
}
