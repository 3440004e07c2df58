/* SPDX-License-Identifier: GPL-2.0 */
#include "holes.h"

/* A call that the compiler sees nothing of, as the kernel's alternative_call() is. */
#ifdef CONFIG_ARM64
static __always_inline long call_by_assembly(long n, step_fn fn)
{
	register long x0 asm("x0") = n;

	asm volatile("blr	%1"
		     : "+r"(x0)
		     : "r"(fn)
		     : "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9",
		       "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17",
		       "x18", "x30", "memory", "cc");
	return x0;
}
#else
#include <asm/asm.h>
#include <asm/nospec-branch.h>

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
#endif
