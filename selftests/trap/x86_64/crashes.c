// SPDX-License-Identifier: GPL-2.0
/*
 * Crashes as only x86-64 has them.
 */
#include <asm/asm.h>

#include "../trap.h"

/* What an exception table covers is no crash, though it is told of before. */
static long fixed_up_division(void)
{
	int a = 1;

	asm volatile("cltd\n"
		     "1: idivl %1\n"
		     "2:" _ASM_EXTABLE(1b, 2b)
		     : "+a"(a)
		     : "r"(0)
		     : "edx", "cc");
	return 0;
}

static long fixed_up_ud2(void)
{
	asm volatile("1: ud2\n"
		     "2:" _ASM_EXTABLE(1b, 2b));
	return 0;
}

const struct crash arch_crashes[] = { { "FIXED_UP_DIVISION",
					fixed_up_division },
				      { "FIXED_UP_UD2", fixed_up_ud2 },
				      { "JUMP", jump_with_function_on_top },
				      {} };
