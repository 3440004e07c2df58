// SPDX-License-Identifier: GPL-2.0
/*
 * Where the kernel has what it does not export.
 */
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/string.h>

#include "symbol.h"

/**
 * symbol_start() - where a function or a variable begins
 * @addr:  an address in it
 * @bytes: where to put its size
 *
 * Context: Any context.
 * Return: its first address; 0: there is no such symbol, or no telling how large it is.
 */
unsigned long symbol_start(unsigned long addr, unsigned long *bytes)
{
	char symbol[KSYM_SYMBOL_LEN], *at;
	unsigned long offset;

	sprint_symbol(symbol, addr);
	at = strrchr(symbol, '+');
	if (!at || sscanf(at, "+0x%lx/0x%lx", &offset, bytes) != 2)
		return 0;
	return addr - offset;
}

#ifdef CONFIG_KPROBES
/**
 * symbol_find() - where a function or a variable is
 * @name:  its name
 * @bytes: where to put its size
 *
 * A probe that is never armed finds the symbol, which need not permit one.
 *
 * Context: Process context. May sleep.
 * Return: its address; 0: there is no such symbol, or no telling how large it is.
 */
unsigned long symbol_find(const char *name, unsigned long *bytes)
{
	struct kprobe probe = {
		.symbol_name = name,
		.flags = KPROBE_FLAG_DISABLED,
	};

	if (!register_kprobe(&probe))
		unregister_kprobe(&probe);
	return probe.addr ? symbol_start((unsigned long)probe.addr, bytes) : 0;
}
#endif
