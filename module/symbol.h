/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the kernel has what it does not export.
 */
#ifndef KDEFER_SYMBOL_H
#define KDEFER_SYMBOL_H

unsigned long symbol_start(unsigned long addr, unsigned long *bytes);

#ifdef CONFIG_KPROBES
unsigned long symbol_find(const char *name, unsigned long *bytes);
#else
static inline unsigned long symbol_find(const char *name, unsigned long *bytes)
{
	return 0;
}
#endif

#endif /* KDEFER_SYMBOL_H */
