// SPDX-License-Identifier: GPL-2.0
/*
 * arm64: all text that calls something keeps frame records, and the kernel's own unwinder is
 * not exported. What has no record is a function that has called nothing (yet).
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cache.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/uaccess.h>
#include <asm/irq_regs.h>
#include <asm/ptrace.h>

#include "../contexts.h"
#include "../cursor.h"
#include "../gates.h"
#include "../symbol.h"
#include "../tracers.h"
#include "fault_state.h"
#include "insn.h"

/* From the first of the kernel's entries for its own code to the last. */
static unsigned long entry_start __ro_after_init, entry_bytes __ro_after_init;

bool arch_is_exception(unsigned long ip)
{
	return ip - entry_start < entry_bytes;
}

/* They are one behind the other. */
int __init arch_stack_init(void)
{
	unsigned long bytes, last = symbol_find("el1h_64_error", &bytes);

	entry_start = symbol_find("el1h_64_sync", &entry_bytes);
	if (entry_start && last > entry_start) {
		entry_bytes = last + bytes - entry_start;
		return 0;
	}
	pr_err("where exceptions begin on this kernel is not to be found: they would end in functions of what they interrupt\n");
	return -EOPNOTSUPP;
}

bool arch_is_behind_call(unsigned long ip)
{
	/* Where a body itself has faulted its landing has left this: see hand_over(). */
	const bool has_faulted = ip % AARCH64_INSN_SIZE == 1;

	return has_faulted || insn_is_behind_call(ip);
}

/* Is the address in the same function as @ip? Where there is no telling, it is not. */
static bool is_same_function(unsigned long ip, unsigned long addr)
{
	unsigned long bytes, start = symbol_start(ip, &bytes);

	return start && addr - start < bytes;
}

/* Is it the record of the function itself, which has been entered with that return address? */
static bool is_own_record(const struct walk *w, unsigned long bp,
			  unsigned long ret)
{
	const unsigned long *record = (const unsigned long *)bp;

	return bp >= w->low && bp <= w->high - 2 * sizeof(long) &&
	       IS_ALIGNED(bp, sizeof(long)) && arch_address(record[1]) == ret;
}

/*
 * The return address of a function that a gate has called, and that has no record (yet): the
 * frame pointer is still the gate's. What x30 is does not matter: a tracer may have replaced
 * it, and there may be a probe on the call.
 */
static unsigned long called_by_gate(const struct walk *w, unsigned long bp)
{
	unsigned long slot;

	if (gate_by_bp(bp, w->at.slot, w->high, &slot) == NO_GATE)
		return 0;
	return gate_name((void *)(slot + sizeof(long)));
}

/*
 * Where does the function return to that has faulted, if it has no frame record? Then it has
 * called nothing, and x30 says so. After a call x30 says where in the function that
 * returned to, and before the first one it is in the record as well. If a compiler has it
 * for something else, that is hardly the address behind a call; and if it is, the walk
 * goes through one function more, by the way of the same record.
 */
static unsigned long bare_caller(const struct walk *w,
				 const struct pt_regs *regs)
{
	const unsigned long ret = arch_address(regs->regs[30]);
	const unsigned long gate = called_by_gate(w, regs->regs[29]);
	u32 insn;

	if (gate)
		return gate;
	if (!insn_is_behind_call(ret))
		return 0;
	/* A call through a bad pointer: what was called has no record, and nothing else. */
	if (copy_from_kernel_nofault(&insn, (void *)regs->pc, sizeof(insn)))
		return ret;
	if (is_same_function(regs->pc, ret) ||
	    is_own_record(w, regs->regs[29], ret))
		return 0;
	return ret;
}

void foreign_start(struct walk *w, struct pt_regs *regs)
{
	w->foreign.caller = bare_caller(w, regs);
	w->foreign.ahead = w->foreign.caller;
}

/* The landing has put x30 where it can be found: see kdefer_fault_landing. */
enum foreign_step foreign_step(struct walk *w, struct cursor *next)
{
	next->ip = w->foreign.caller;
	next->bp = w->at.bp;
	next->slot = w->at.slot + sizeof(long);
	w->end = next->slot;
	foreign_restart(&w->foreign);
	if (unlikely(w->traced))
		next->ip = tracers_real(next->ip,
					arch_return_key(next->slot, next->bp));
	return FOREIGN_STEPPED;
}

struct cursor arch_fault_cursor(struct pt_regs *regs)
{
	return (struct cursor){
		.ip = regs->pc,
		.bp = regs->regs[29],
		.slot = regs->sp - FAULT_LANDING_BYTES + sizeof(long),
	};
}

struct pt_regs *arch_fault_regs(struct fault_regs *store,
				const struct cursor *from)
{
	struct pt_regs *regs = &store->regs;

	memset(regs, 0, sizeof(*regs));
	regs->pc = from->ip - 1;
	regs->regs[29] = from->bp;
	regs->regs[30] = ((const unsigned long *)from->slot)[1];
	regs->sp = from->slot - sizeof(long) + FAULT_LANDING_BYTES;
	regs->pstate = PSR_MODE_EL1h;
	return regs;
}

/* Nothing is signed yet, nor on the stack. */
struct cursor arch_entry_cursor(const struct pt_regs *regs)
{
	return (struct cursor){
		.ip = arch_address(regs->regs[30]),
		.bp = regs->regs[29],
		.slot = regs->sp - sizeof(long),
	};
}

/* The next cursor by frame record, from an interrupt in the task. False: there is none. */
static bool next_return(struct cursor *at)
{
	const unsigned long stack = (unsigned long)task_stack_page(current);
	const unsigned long *record = (const unsigned long *)at->bp;

	if (at->bp <= at->slot || at->bp - stack > THREAD_SIZE - 16 ||
	    !IS_ALIGNED(at->bp, sizeof(long)) || arch_is_end(record, at->ip))
		return false;
	at->slot = at->bp + sizeof(long);
	at->ip = arch_address(READ_ONCE_NOCHECK(record[1]));
	at->bp = READ_ONCE_NOCHECK(record[0]);
	at->ip = tracers_real(at->ip, arch_return_key(at->slot, at->bp));
	return true;
}

void arch_each_return(void (*found)(void *arg, const struct cursor *at),
		      void *arg)
{
	const struct pt_regs *regs = get_irq_regs();
	struct cursor at;

	if (!regs || user_mode(regs))
		return;
	/* What a function without a record returns to; it may as well be something else. */
	at = arch_entry_cursor(regs);
	found(arg, &at);
	while (next_return(&at))
		found(arg, &at);
}

/* Those of interrupts are as large as a task's, and aligned to their size. */
bool arch_stack_bounds(unsigned long sp, unsigned long *low,
		       unsigned long *high)
{
	*low = sp & ~(THREAD_SIZE - 1UL);
	*high = *low + THREAD_SIZE;
	return true;
}

/*
 * Interrupts have stacks of their own, or registers between, which arch_is_end() sees. Not so
 * handlers of probes on returns.
 */
bool arch_is_context_entry(unsigned long ip)
{
	return contexts_begin_at(ip);
}
