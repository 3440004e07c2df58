/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A module that brings a table of landing pads which the build has not written: ROWS, as
 * include/kdefer-pads/edit.awk describes them.
 */
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/stringify.h>

/* Of one function, which is this one. */
#define IS_FUNCTION 0xc0000000
#define HAS_PADS 0x20000000
#define ROW(bytes, ranges, flags)                       \
	".long damaged_function + 1 - ., " __stringify( \
		bytes) ", " __stringify(ranges) ", " __stringify(flags) "\n"
#define END ".long 0, 0, 0, 0\n"

int damaged_function(int n);
int damaged_function(int n)
{
	return n * n * n + 0x12345678;
}

asm(".pushsection .rodata\n"
    ".balign 8\n"
    "damaged_table:\n" ROWS ".popsection");

extern const u32 damaged_table[];
extern const struct kernel_param_ops __kdefer_pads;

static const struct kernel_param table __used __section("__param")
	__aligned(8) = {
		.name = "kdefer_pads",
		.mod = THIS_MODULE,
		.ops = &__kdefer_pads,
		.level = -1,
		.arg = (void *)damaged_table,
	};

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("A table of landing pads that nobody should read");
MODULE_INFO(import_ns, "KDEFER");
