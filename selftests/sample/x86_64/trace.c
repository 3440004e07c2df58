// SPDX-License-Identifier: GPL-2.0
/*
 * The trace that the kernel's unwinder gives.
 */
#include <linux/sched.h>

#include <asm/unwind.h>

#include "../sample.h"

void take_trace(struct trace *trace, struct pt_regs *regs)
{
	struct unwind_state state;
	struct pt_regs *entry;
	unsigned long ip;

	trace->nr = 0;
	trace->failed = true;
	unwind_start(&state, current, regs, NULL);
	for (; !unwind_done(&state); unwind_next_frame(&state)) {
		entry = unwind_get_entry_regs(&state, NULL);
		if (entry && user_mode(entry))
			break;
		ip = unwind_get_return_address(&state);
		if (!ip || trace->nr == STEPS_MAX)
			return;
		/* Whether the interrupted instruction comes first is not said. */
		if (regs && ip == regs->ip && !trace->nr)
			continue;
		trace->ips[trace->nr++] = ip;
	}
	trace->failed = unwind_error(&state);
}

bool knows_every_instruction(void)
{
	return IS_ENABLED(CONFIG_UNWINDER_ORC);
}

/* nop, nopw, and what begins with 0f: long NOPs, ud2 */
bool is_filler(u8 opcode)
{
	return opcode == 0x90 || opcode == 0x66 || opcode == 0x0f;
}

/* ret, or the jump to its thunk */
bool is_return(u8 opcode)
{
	return opcode == 0xc3 || opcode == 0xe9;
}
