// SPDX-License-Identifier: GPL-2.0
/*
 * The trace: text that collects in memory until it is written to a file.
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>

#include "fuzz.h"

#define TRACE_BYTES SZ_1M

static char *text;
static size_t used;

int trace_init(void)
{
	text = vmalloc(TRACE_BYTES);
	return text ? 0 : -ENOMEM;
}

void trace_exit(void)
{
	vfree(text);
}

/* What does not fit is lost, and missed by the comparison. */
void trace_print(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	used += vscnprintf(text + used, TRACE_BYTES - used, fmt, args);
	va_end(args);
}

/**
 * trace_flush() - write to the file
 * @file: the file
 * @pos:  where there
 * @all:  even if there is little
 *
 * Return: 0 or a negative errno.
 */
int trace_flush(struct file *file, loff_t *pos, bool all)
{
	ssize_t n;

	if (!all && used < TRACE_BYTES / 2)
		return 0;
	n = kernel_write(file, text, used, pos);
	if (n != used)
		return n < 0 ? n : -EIO;
	used = 0;
	return 0;
}
