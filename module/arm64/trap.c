// SPDX-License-Identifier: GPL-2.0
/*
 * arm64: hearing of CPU faults before anything is printed, and leaving them.
 *
 * There are three hooks: at die_kernel_fault(), where all accesses to memory end up that
 * nobody wanted; at the handler of the breakpoint that BUG() and WARN() are; and at die(), for
 * instructions that are none. What we do not want goes on as if we were not there.
 *
 * A division by zero is no fault here: its result is 0.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/signal.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/brk-imm.h>
#include <asm/cpufeature.h>
#include <asm/debug-monitors.h>
#include <asm/esr.h>
#include <asm/ptrace.h>

#include <arch_gate.h>

#include "../cursor.h"
#include "../hook.h"
#include "../own.h"
#include "../symbol.h"
#include "../upcall.h"
#include "fault_state.h"
#include "insn.h"

/* On its way to the landing, which takes it before interrupts are enabled. */
static DEFINE_PER_CPU(struct fault_state, state);

/*
 * Has a call led to the bad address, and does x30 say where it returns to? A jump leads there as
 * well, and then x30 is of the call before, which may be the end of a function that does not
 * return; but that is one by name. One that does, and has jumped there itself, is put in
 * @function.
 */
static bool is_called(const struct pt_regs *regs, unsigned long *function)
{
	const unsigned long ret = arch_address(regs->regs[30]);
	char symbol[KSYM_SYMBOL_LEN];
	unsigned long called;

	if (!insn_is_behind_call(ret))
		return false;
	sprint_symbol(symbol, ret);
	if (!strncmp(symbol, "0x", 2))
		return false;
	called = insn_called(ret);
	if (!called || is_own_text(called))
		return true;
	*function = called;
	return !strstr(symbol, "+0x0/");
}

/* The landing begins with interrupts off: until it has taken what is said here. */
static struct fault_state *hand_over(const struct fault *f, unsigned long error,
				     const char *text)
{
	struct fault_state *s;

	local_irq_disable();
	s = this_cpu_ptr(&state);
	s->regs = *f->regs;
	s->ret = f->ip ? f->ip + 1 : arch_address(f->regs->regs[30]);
	s->error = error;
	s->text = text;
	s->fault = *f;
	return s;
}

enum soft_panic_cause kdefer_landed(const struct fault_state *slot,
				    const unsigned long *frame,
				    struct fault_state *own)
{
	*own = *slot;
	own->fault.regs = &own->regs;
	if (!(own->regs.pstate & PSR_I_BIT))
		local_irq_enable();
	kdefer_fault(&own->fault, frame);
	return own->fault.cause;
}

/* Does this come of the landing, for a fault that nobody has recovered? */
static const struct fault_state *again(const struct pt_regs *regs)
{
	if (user_mode(regs) || regs->pc < (unsigned long)kdefer_again ||
	    regs->pc >= (unsigned long)kdefer_again_end)
		return NULL;
	return (const struct fault_state *)regs->regs[0];
}

/* May any context that runs here be left? One that looks like an NMI may be anywhere. */
static bool is_out_of_reach(const struct pt_regs *regs)
{
	return user_mode(regs) || in_nmi() || is_idle_task(current);
}

/* What lies below is taken for a member of a structure at NULL. */
#define NULL_BYTES SZ_64K

static bool is_call(unsigned long esr)
{
	return ESR_ELx_EC(esr) == ESR_ELx_EC_IABT_CUR;
}

/*
 * Page faults that are no mistake of a pointer, but what the processor guards the kernel
 * by: what is not to be executed, user space, and the protection of its own text and data.
 */
static const char *guarded(unsigned long esr, unsigned long addr)
{
	const bool forbidden = (esr & ESR_ELx_FSC_TYPE) == ESR_ELx_FSC_PERM;

	if (is_call(esr) && addr)
		return "a jump to an address that is not NULL";
	if (addr < TASK_SIZE_MAX && (forbidden || addr >= NULL_BYTES))
		return "an access to user space";
	if (forbidden)
		return esr & ESR_ELx_WNR ?
			       "a write to read-only memory of the kernel" :
			       "a protection violation";
	return NULL;
}

static bool wants(struct fault *f, bool called)
{
	if (called && !is_called(f->regs, &f->called))
		return false;
	f->ip = called ? 0 : f->regs->pc;
	return fault_is_trapped(f);
}

/*
 * die_kernel_fault(msg, addr, esr, regs). It does not return, and need not: it runs on the
 * stack of what has faulted, and is given back with that.
 */
static void before_kernel_fault(struct hook *hook, struct pt_regs *call)
{
	struct fault f = {
		.regs = (struct pt_regs *)call->regs[3],
		.addr = call->regs[1],
		.cause = SOFT_PANIC_PAGE_FAULT,
	};
	const unsigned long esr = call->regs[2];
	const struct fault_state *s = again(f.regs);

	if (s) {
		call->regs[0] = (unsigned long)s->text;
		call->regs[1] = s->fault.addr;
		call->regs[2] = s->error;
		*f.regs = s->regs;
		return;
	}
	if (is_out_of_reach(f.regs) || fault_is_in_guard_page(&f))
		return;
	f.never = guarded(esr, f.addr);
	if (!wants(&f, is_call(esr)))
		return;
	call->regs[0] =
		(unsigned long)hand_over(&f, esr, (const char *)call->regs[0]);
	call->pc = (unsigned long)kdefer_fault_landing;
}

/*
 * Sends the interrupted code to the landing instead of back to the instruction. Nothing is
 * written to its stack: this exception's own frame lies there.
 */
static void redirect(const struct fault *f, unsigned long esr)
{
	struct pt_regs *regs = f->regs;

	regs->regs[0] = (unsigned long)hand_over(f, esr, NULL);
	regs->pc = (unsigned long)kdefer_fault_landing;
	regs->pstate &= ~(unsigned long)(DBG_SPSR_SS | PSR_BTYPE_MASK);
	regs->pstate |= PSR_I_BIT;
}

/* What is known of bugs: find_bug(address), which is not exported. */
static struct bug_entry *(*find)(unsigned long addr);

/*
 * Is it the BUG() of a soft panic that nobody has recovered, or whose way was lost? It
 * stands behind the call that gave up, and no other stands between. That panic was reported,
 * and is not taken for another one.
 */
static bool is_uncaught(const struct pt_regs *regs)
{
	enum { BEFORE = 4 };
	unsigned long at = regs->pc, called;
	int i;

	for (i = 0; i < BEFORE; i++, at -= AARCH64_INSN_SIZE) {
		called = insn_called(at);
		if (called)
			return fault_gives_up(called);
		if (insn_is_behind_bug(at))
			return false;
	}
	return false;
}

/* bug_brk_handler(regs, esr): the breakpoint is one of BUG() or WARN(). */
static void before_bug(struct hook *hook, struct pt_regs *call)
{
	struct fault f = {
		.regs = (struct pt_regs *)call->regs[0],
		.cause = SOFT_PANIC_BUG,
	};
	const struct fault_state *s = again(f.regs);
	const struct bug_entry *bug;

	if (s) {
		*f.regs = s->regs;
		return;
	}
	bug = find ? find(f.regs->pc) : NULL;
	if (!bug || bug->flags & BUGFLAG_WARNING || is_out_of_reach(f.regs) ||
	    is_uncaught(f.regs) || !wants(&f, false))
		return;
	redirect(&f, call->regs[1]);
	call->regs[0] = 0; /* handled */
	call->pc = (unsigned long)kdefer_just_return;
}

/* What gcc has for __builtin_trap(): a breakpoint that the kernel knows nothing of. */
#define TRAP_NUMBER 1000

/* An instruction that is none, or one to stop at? */
static bool is_invalid(unsigned long esr)
{
	return ESR_ELx_EC(esr) == ESR_ELx_EC_UNKNOWN ||
	       (ESR_ELx_EC(esr) == ESR_ELx_EC_BRK64 &&
		(esr & ESR_ELx_BRK64_ISS_COMMENT_MASK) == TRAP_NUMBER);
}

/* die(str, regs, err), of such an instruction; all else has come by before. */
static void before_die(struct hook *hook, struct pt_regs *call)
{
	struct fault f = {
		.regs = (struct pt_regs *)call->regs[1],
		.cause = SOFT_PANIC_BUG,
	};
	const unsigned long esr = call->regs[2];
	const struct fault_state *s;

	if (!f.regs || !is_invalid(esr))
		return;
	s = again(f.regs);
	if (s) {
		*f.regs = s->regs;
		return;
	}
	if (is_out_of_reach(f.regs) || !wants(&f, false))
		return;
	redirect(&f, esr);
	call->pc = (unsigned long)kdefer_just_return;
}

/*
 * force_signal_inject(signal, code, address, esr): before 6.2 the kernel goes on behind die(), as
 * if user space had done it. It takes the address from the registers, which we have changed.
 */
static void before_signal(struct hook *hook, struct pt_regs *call)
{
	if (call->regs[0] == SIGILL &&
	    call->regs[2] == (unsigned long)kdefer_fault_landing)
		call->pc = (unsigned long)kdefer_just_return;
}

#ifdef KDEFER_HOOKS
static const char without[] = "trap_faults() is not supported";

static struct hook hooks[] = {
	{
		.symbol = "die_kernel_fault",
		.entered = before_kernel_fault,
		.redirects = true,
		.without = without,
	},
	{
		.symbol = "bug_brk_handler",
		.entered = before_bug,
		.redirects = true,
		.without = without,
	},
	{
		.symbol = "die",
		.entered = before_die,
		.redirects = true,
		.without = without,
	},
	/* The last one is not for all kernels. */
	{
		.symbol = "force_signal_inject",
		.entered = before_signal,
		.redirects = true,
		.without = without,
	},
};

static size_t nr_hooks __ro_after_init = ARRAY_SIZE(hooks);

void arch_trap_watch(bool wanted)
{
	struct hook *hook;

	for (hook = hooks; hook < hooks + nr_hooks; hook++)
		hook_set(hook, wanted);
}

bool arch_can_trap(void)
{
	struct hook *hook;

	if (in_nmi() || is_idle_task(current))
		return false;
	for (hook = hooks; hook < hooks + nr_hooks; hook++)
		if (!hook_is_armed(hook))
			return false;
	return true;
}

static void find_hooks(void)
{
	unsigned long bytes;

	/* 6.2 has one for the kernel's own instructions, which ends with die(). */
	if (!symbol_find("do_undefinstr", &bytes))
		nr_hooks--;

	/* As it was called before 6.12. */
	if (!symbol_find(hooks[1].symbol, &bytes))
		hooks[1].symbol = "bug_handler";
}
#else
void arch_trap_watch(bool wanted)
{
}

bool arch_can_trap(void)
{
	return false;
}

static void find_hooks(void)
{
}
#endif

/* The kernel's own functions are not looked at: what they may hold nobody knows here. */
bool arch_is_harmless(unsigned long ret, unsigned long ip)
{
	return false;
}

int __init arch_init(void)
{
	if (!system_uses_irq_prio_masking())
		return arch_stack_init();
	pr_err("this kernel has pseudo-NMIs, in which interrupts are disabled in another way: boot it without irqchip.gicv3_pseudo_nmi=1\n");
	return -EOPNOTSUPP;
}

void arch_trap_init(void)
{
	unsigned long bytes;

	find = (void *)symbol_find("find_bug", &bytes);
	find_hooks();
}

void arch_trap_exit(void)
{
}
