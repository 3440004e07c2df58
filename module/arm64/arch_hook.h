/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a hook is told by ftrace, and how the text of its function looks then.
 */
#ifndef KDEFER_ARCH_HOOK_H
#define KDEFER_ARCH_HOOK_H

#include <linux/compiler.h>
#include <linux/ftrace.h>
#include <linux/ptrace.h>
#include <asm/insn.h>

/*
 * Registers for arguments, x29, x30, the stack and the instruction are all there is; before
 * 6.2 all are (26299b3f6ba2), which 6.1 calls by another name.
 */
#ifdef CONFIG_DYNAMIC_FTRACE_WITH_REGS
#define ARCH_HOOK_FLAGS FTRACE_OPS_FL_SAVE_REGS

static inline struct pt_regs *arch_hook_begin(struct ftrace_regs *fregs,
					      struct pt_regs *room)
{
	return ftrace_get_regs(fregs);
}

static inline void arch_hook_end(struct ftrace_regs *fregs,
				 const struct pt_regs *regs)
{
}
#else
#define ARCH_HOOK_FLAGS 0

/* 6.13 hid what there is in a structure of another name (7888af4166d4). */
#ifdef arch_ftrace_regs
#define hook_args(fregs) arch_ftrace_regs(fregs)
#else
#define hook_args(fregs) (fregs)
#endif

#define HOOK_ARGS 9

static inline struct pt_regs *arch_hook_begin(struct ftrace_regs *fregs,
					      struct pt_regs *room)
{
	int i;

	for (i = 0; i < HOOK_ARGS; i++)
		room->regs[i] = hook_args(fregs)->regs[i];
	room->regs[29] = hook_args(fregs)->fp;
	room->regs[30] = hook_args(fregs)->lr;
	room->sp = hook_args(fregs)->sp;
	room->pc = hook_args(fregs)->pc;
	return room;
}

static inline void arch_hook_end(struct ftrace_regs *fregs,
				 const struct pt_regs *regs)
{
	int i;

	for (i = 0; i < HOOK_ARGS; i++)
		hook_args(fregs)->regs[i] = regs->regs[i];
	hook_args(fregs)->fp = regs->regs[29];
	hook_args(fregs)->lr = regs->regs[30];
	hook_args(fregs)->pc = regs->pc;
}
#endif

/*
 * Does the kernel's text say that it has an entry to be told of? The second instruction is
 * the call then, or the third, behind one that says where indirect calls may lead.
 */
static inline bool arch_hook_is_written(unsigned long at)
{
	const __le32 *text = (const __le32 *)at;

	return aarch64_insn_is_bl(le32_to_cpu(READ_ONCE(text[1]))) ||
	       aarch64_insn_is_bl(le32_to_cpu(READ_ONCE(text[2])));
}

#endif /* KDEFER_ARCH_HOOK_H */
