// SPDX-License-Identifier: GPL-2.0
/*
 * x86-64: hearing of CPU faults before anything is printed, and leaving them.
 *
 * The die notifier hears of every trap but the page fault. For that one there is a
 * hook at page_fault_oops(), where all faults end up that no exception table covers.
 * What we do not want goes on as if we were not there.
 */
#include <linux/irqflags.h>
#include <linux/kallsyms.h>
#include <linux/kdebug.h>
#include <linux/kfence.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/sched/task_stack.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/processor-flags.h>
#include <asm/ptrace.h>
#include <asm/special_insns.h>
#include <asm/text-patching.h>
#include <asm/trap_pf.h>
#include <asm/trapnr.h>

#include <arch_gate.h>

#include "../clients.h"
#include "../cursor.h"
#include "../hook.h"
#include "../own.h"
#include "../upcall.h"
#include "fault_state.h"
#include "insn.h"

/* On its way to the landing, which takes it before interrupts are enabled. */
static DEFINE_PER_CPU(struct fault_state, state);

struct cursor arch_fault_cursor(struct pt_regs *regs)
{
	return (struct cursor){
		.ip = regs->ip,
		.bp = regs->bp,
		.slot = regs->sp - sizeof(long),
	};
}

struct pt_regs *arch_fault_regs(struct fault_regs *store,
				const struct cursor *from)
{
	struct pt_regs *regs = &store->regs;

	memset(regs, 0, sizeof(*regs));
	regs->ip = from->ip - 1;
	regs->bp = from->bp;
	regs->sp = from->slot + sizeof(long);
	regs->cs = __KERNEL_CS;
	return regs;
}

/*
 * A call through a bad pointer: the unwinder knows how to take the return address
 * from the stack if the pointer was NULL, so NULL it is for every such pointer.
 * One that is not canonical is a protection fault, on some CPUs at the call itself.
 */
static bool is_call_fault(const struct pt_regs *regs, unsigned long addr,
			  enum soft_panic_cause cause)
{
	u8 insn;

	if (cause == SOFT_PANIC_PAGE_FAULT)
		return addr == regs->ip;
	return copy_from_kernel_nofault(&insn, (void *)regs->ip, sizeof(insn));
}

/* What the kernel calls before it is where it belongs has a second name, with this before. */
#define EARLY_NAME "__pi_"

/* Is it what indirect calls go by, the kernel's thunk or our own? */
static bool leads_anywhere(unsigned long function)
{
	const unsigned int early = sizeof(EARLY_NAME) - 1;
	char symbol[KSYM_SYMBOL_LEN];
	const char *name = symbol;

	if (is_own_text(function))
		return true;
	sprint_symbol(symbol, function);
	if (!strncmp(name, EARLY_NAME, early))
		name += early;
	return !strncmp(name, "__x86_indirect_", 15);
}

/*
 * Has a call led to the bad address, and is where it returns to on top of the stack? A
 * jump leads there as well, and then anything may lie there: the address of a function
 * that never ran. Before that, a call may be the end of another one, which does not
 * return; but that is one by name. One that does, and has jumped there itself, is put in
 * @function.
 */
static bool is_called(const struct pt_regs *regs, unsigned long *function)
{
	char symbol[KSYM_SYMBOL_LEN];
	unsigned long ret, called;

	if (copy_from_kernel_nofault(&ret, (void *)regs->sp, sizeof(ret)) ||
	    !insn_is_behind_call(ret))
		return false;
	sprint_symbol(symbol, ret);
	if (!strncmp(symbol, "0x", 2))
		return false;
	called = insn_called(ret);
	if (!called || leads_anywhere(called))
		return true;
	*function = called;
	return !strstr(symbol, "+0x0/");
}

/*
 * Sends the interrupted code to the landing pad instead of back to the instruction.
 * Nothing is written to its stack: this exception's own frame lies there. Interrupts may
 * have been enabled here; from now on they are not, until the pad has what it needs.
 */
static void redirect(const struct fault *f, unsigned long ip,
		     unsigned long error)
{
	struct pt_regs *regs = f->regs;
	struct fault_state *s;

	local_irq_disable();
	s = this_cpu_ptr(&state);
	s->regs = *regs;
	s->ip = ip;
	s->error = error;
	s->fault = *f;
	regs->di = (unsigned long)s;
	regs->ip = (unsigned long)(f->ip ? kdefer_fault_landing :
					   kdefer_call_fault_landing);
	regs->flags &= ~(X86_EFLAGS_AC | X86_EFLAGS_DF | X86_EFLAGS_TF |
			 X86_EFLAGS_IF);
}

enum soft_panic_cause kdefer_landed(const struct fault_state *slot,
				    const unsigned long *frame,
				    struct fault_state *own)
{
	*own = *slot;
	own->fault.regs = &own->regs;
	if (own->regs.flags & X86_EFLAGS_IF)
		local_irq_enable();
	kdefer_fault(&own->fault, frame);
	own->regs.ip = own->ip;
	return own->fault.cause;
}

/* Does this come of the landing, for a fault that nobody has recovered? */
static const struct fault_state *again(struct pt_regs *regs)
{
	if (user_mode(regs) || regs->ip < (unsigned long)kdefer_again ||
	    regs->ip >= (unsigned long)kdefer_again_end)
		return NULL;
	return (const struct fault_state *)regs->di;
}

static bool take(struct fault *f, unsigned long error)
{
	struct pt_regs *regs = f->regs;
	unsigned long ip = regs->ip;

	if (is_call_fault(regs, f->addr, f->cause)) {
		if (!is_called(regs, &f->called))
			return false;
		regs->ip = 0;
	}
	f->ip = regs->ip;
	if (!fault_is_trapped(f)) {
		regs->ip = ip;
		return false;
	}
	redirect(f, ip, error);
	return true;
}

/* May any context that runs here be left? One that looks like an NMI may be anywhere. */
static bool is_out_of_reach(struct pt_regs *regs)
{
	return user_mode(regs) || in_nmi();
}

#ifdef KDEFER_HOOKS
/* What lies below is taken for a member of a structure at NULL. */
#define NULL_BYTES SZ_64K

/*
 * Page faults that are no mistake of a pointer, but what the processor guards the kernel
 * by: SMEP, SMAP, protection keys, and the protection of its own text and data.
 */
static const char *guarded(const struct pt_regs *regs, unsigned long error,
			   unsigned long addr)
{
	if ((error & X86_PF_INSTR || addr == regs->ip) && addr)
		return "a jump to an address that is not NULL";
	if (error & ~(unsigned long)(X86_PF_PROT | X86_PF_WRITE | X86_PF_INSTR))
		return "reserved bits, a protection key or the like";
	if (addr < TASK_SIZE_MAX && (error & X86_PF_PROT || addr >= NULL_BYTES))
		return "an access to user space";
	if (error & X86_PF_PROT)
		return error & X86_PF_WRITE ?
			       "a write to read-only memory of the kernel" :
			       "a protection violation";
	return NULL;
}

/* An oops after all: page_fault_oops() prints what the first fault was. */
static void go_back(const struct fault_state *s, struct pt_regs *call)
{
	struct pt_regs *regs = (struct pt_regs *)call->di;

	call->si = s->error;
	call->dx = s->fault.addr;
	write_cr2(s->fault.addr);
	*regs = s->regs;
}

/* page_fault_oops(regs, error_code, address) */
static void before_page_fault_oops(struct hook *hook, struct pt_regs *call)
{
	struct fault f = {
		.regs = (struct pt_regs *)call->di,
		.addr = call->dx,
		.cause = SOFT_PANIC_PAGE_FAULT,
	};
	const struct fault_state *s = again(f.regs);

	if (s) {
		go_back(s, call);
		return;
	}
	if (is_out_of_reach(f.regs) || is_kfence_address((void *)f.addr) ||
	    fault_is_in_guard_page(&f))
		return;
	f.never = guarded(f.regs, call->si, f.addr);
	if (take(&f, call->si))
		call->ip = (unsigned long)kdefer_just_return;
}

static struct hook page_fault_hook = {
	.symbol = "page_fault_oops",
	.entered = before_page_fault_oops,
	.redirects = true,
	.without = "trap_faults() is not supported",
};

static void watch(bool wanted)
{
	hook_set(&page_fault_hook, wanted);
}

static bool is_armed(void)
{
	return hook_is_armed(&page_fault_hook);
}
#else
static void watch(bool wanted)
{
}

static bool is_armed(void)
{
	return false;
}
#endif

/* Traps other than ud2 may have an exception table entry, which comes later. */
static bool is_ud2(const struct pt_regs *regs)
{
	u16 insn;

	return !copy_from_kernel_nofault(&insn, (void *)regs->ip,
					 sizeof(insn)) &&
	       insn == 0x0b0f;
}

/* Is there another ud2 in the code? Then that is the one behind what comes before it. */
static bool has_ud2(const u8 *code, const u8 *end)
{
	for (; code + 1 < end; code++)
		if (code[0] == 0x0f && code[1] == 0x0b)
			return true;
	return false;
}

/*
 * Is it the BUG() of a soft panic that nobody has recovered, or whose way was lost? It
 * stands behind the call that gave up, and what the compiler cleans up after calls. That
 * panic was reported, and is not taken for another one.
 */
static bool is_uncaught(const struct pt_regs *regs)
{
	enum { CALL_BYTES = 5, BEFORE = 16 };
	u8 code[BEFORE];
	unsigned int i;
	s32 offset;

	if (copy_from_kernel_nofault(code, (void *)(regs->ip - BEFORE), BEFORE))
		return false;
	for (i = 0; i <= BEFORE - CALL_BYTES; i++) {
		if (code[i] != CALL_INSN_OPCODE)
			continue;
		memcpy(&offset, &code[i + 1], sizeof(offset));
		if (!has_ud2(&code[i + CALL_BYTES], &code[BEFORE]) &&
		    fault_gives_up(regs->ip - BEFORE + i + CALL_BYTES + offset))
			return true;
	}
	return false;
}

/*
 * Not canonical, and reached through rbp or rsp. An access to user space may have an
 * exception table entry, which comes later: those have the AC flag set.
 */
static bool is_stack_fault(const struct die_args *args)
{
	return args->trapnr == X86_TRAP_SS &&
	       !(args->regs->flags & X86_EFLAGS_AC);
}

/*
 * A jump to an address that is not canonical, where that is found at the jump; or what is
 * no access at all, but a segment that cannot be.
 */
static const char *guarded_protection(const struct die_args *args)
{
	if (args->err)
		return "a segment";
	return insn_is_indirect_jump(args->regs->ip) ||
			       is_call_fault(args->regs, 0,
					     SOFT_PANIC_PROTECTION) ?
		       "a jump to an address that is not NULL" :
		       NULL;
}

static bool on_trap(const struct die_args *args, enum soft_panic_cause cause)
{
	struct fault f = { .regs = args->regs, .cause = cause };

	if (is_out_of_reach(f.regs) || clients_cover(f.regs->ip))
		return false;
	if (cause == SOFT_PANIC_PROTECTION)
		f.never = guarded_protection(args);
	return take(&f, 0);
}

static int on_die(struct notifier_block *nb, unsigned long event, void *data)
{
	const struct die_args *args = data;
	bool taken = false;
	const struct fault_state *s;

	if (event != DIE_GPF && event != DIE_TRAP)
		return NOTIFY_DONE;
	s = again(args->regs);
	if (s) {
		*args->regs = s->regs;
		return NOTIFY_DONE;
	}
	if (event == DIE_GPF || is_stack_fault(args))
		taken = on_trap(args, SOFT_PANIC_PROTECTION);
	else if (args->trapnr == X86_TRAP_DE)
		taken = on_trap(args, SOFT_PANIC_DIVIDE);
	else if (args->trapnr == X86_TRAP_UD && is_ud2(args->regs) &&
		 !is_uncaught(args->regs))
		taken = on_trap(args, SOFT_PANIC_BUG);
	return taken ? NOTIFY_STOP : NOTIFY_DONE;
}

static struct notifier_block die_notifier = { .notifier_call = on_die };

void arch_trap_watch(bool wanted)
{
	watch(wanted);
}

/*
 * Not in an NMI, nor in what the kernel counts as one: the handlers of kprobes that are
 * breakpoints, of other exceptions.
 */
bool arch_can_trap(void)
{
	return !in_nmi() && is_armed();
}

void arch_trap_init(void)
{
	register_die_notifier(&die_notifier);
}

void arch_trap_exit(void)
{
	unregister_die_notifier(&die_notifier);
}
