/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a hook is told by ftrace, and how the text of its function looks then.
 */
#ifndef KDEFER_ARCH_HOOK_H
#define KDEFER_ARCH_HOOK_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/text-patching.h>

#include "../compat.h"

#define ARCH_HOOK_FLAGS HOOK_SAVES_REGS

static inline struct pt_regs *arch_hook_begin(struct ftrace_regs *fregs,
					      struct pt_regs *room)
{
	return hook_regs(fregs);
}

static inline void arch_hook_end(struct ftrace_regs *fregs,
				 const struct pt_regs *regs)
{
}

/* It is written in steps, the first of which is a breakpoint. */
static inline bool is_call(u8 opcode)
{
	return opcode == CALL_INSN_OPCODE || opcode == INT3_INSN_OPCODE;
}

/* Does the kernel's text say that it has an entry to be told of? */
static inline bool arch_hook_is_written(unsigned long at)
{
	const u8 *text = (const u8 *)at;

	return is_call(READ_ONCE(text[0])) || is_call(READ_ONCE(text[4]));
}

#endif /* KDEFER_ARCH_HOOK_H */
