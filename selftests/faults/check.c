// SPDX-License-Identifier: GPL-2.0
/*
 * What the running case found wrong.
 */
#include <linux/fs.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/string.h>

#include "faults.h"

static char failures[2048];
static size_t used;

void check_reset(void)
{
	used = 0;
}

bool check_all_passed(void)
{
	return !used;
}

ssize_t check_read(char __user *ubuf, size_t len, loff_t *pos)
{
	return simple_read_from_buffer(ubuf, len, pos, failures, used);
}

/* One case runs at a time, and checks what it found in other contexts in its own. */
void check_failed(const char *file, int line, const char *fmt, ...)
{
	size_t room = sizeof(failures) - used;
	va_list args;

	va_start(args, fmt);
	used += scnprintf(failures + used, room, "%s:%d: ", kbasename(file),
			  line);
	room = sizeof(failures) - used;
	used += vscnprintf(failures + used, room, fmt, args);
	room = sizeof(failures) - used;
	used += scnprintf(failures + used, room, "\n");
	va_end(args);
}
EXPORT_SYMBOL_GPL(check_failed);

void check_eq(const char *what, unsigned long got, unsigned long wanted,
	      const char *file, int line)
{
	if (got != wanted)
		check_failed(file, line, "%s: %#lx %pS, not %#lx %pS", what,
			     got, (void *)got, wanted, (void *)wanted);
}
EXPORT_SYMBOL_GPL(check_eq);

/* "memcpy" also for memcpy_orig: which one the kernel takes is the CPU's matter. */
bool is_in_function(unsigned long addr, const char *symbol)
{
	char name[KSYM_SYMBOL_LEN];

	sprint_symbol(name, addr);
	return strstarts(name, symbol) ||
	       (strstarts(name, "__pi_") && strstarts(name + 5, symbol)) ||
	       (strstarts(name, "__") && strstarts(name + 2, symbol));
}
EXPORT_SYMBOL_GPL(is_in_function);

void check_in_function(unsigned long addr, const char *function,
		       const char *file, int line)
{
	if (!is_in_function(addr, function))
		check_failed(file, line, "%pS, not in %s", (void *)addr,
			     function);
}
EXPORT_SYMBOL_GPL(check_in_function);
