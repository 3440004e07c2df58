// SPDX-License-Identifier: GPL-2.0
/*
 * Control flow integrity of kernels that clang has built. With kCFI who makes an indirect
 * call compares what is written before the function, which gates have too:
 *
 *	__cfi_name:	mov $hash of the type, %eax
 *			(padding)
 *	name:		endbr64
 *
 * FineIBT rewrites that when a kernel starts and when a module is loaded, so that the
 * function itself compares. It is then entered at __cfi_name, with the hash in a register,
 * and name is no place to jump to any more. gate.S, which knows no types, jumps there.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/errno.h>
#include <linux/init.h>
#include <linux/printk.h>
#include <linux/types.h>

#include <arch_gate.h>

#include "../arch.h"

#ifdef CONFIG_FINEIBT
#include <asm/ibt.h>

/* From __cfi_name to name: padding, and a mov of 5 bytes. */
#define PREAMBLE_BYTES (CONFIG_FUNCTION_PADDING_BYTES + 5)

/* Does that of a function of ours begin as a place to jump to? */
static bool __init is_fineibt(void)
{
	const void *fn = kdefer_just_return;

	return *(const u32 *)(fn - PREAMBLE_BYTES) == gen_endbr();
}
#else
static bool __init is_fineibt(void)
{
	return false;
}
#endif

int __init arch_init(void)
{
	if (!is_fineibt())
		return 0;
	pr_err("this kernel checks indirect calls by FineIBT, which calls of deferred functions do not pass: boot it with cfi=kcfi\n");
	return -EOPNOTSUPP;
}
