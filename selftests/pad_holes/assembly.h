/* SPDX-License-Identifier: GPL-2.0 */
#include <asm/asm.h>
#include <asm/nospec-branch.h>

#include "holes.h"

/* A call that the compiler sees nothing of, as the kernel's alternative_call() is. */
static __always_inline long call_by_assembly(long n, step_fn fn)
{
	long result;

	asm volatile(CALL_NOSPEC
		     : "=a"(result), "+D"(n), ASM_CALL_CONSTRAINT
		     : [thunk_target] "r"(fn)
		     : "rcx", "rdx", "rsi", "r8", "r9", "r10", "r11", "memory",
		       "cc");
	return result;
}
