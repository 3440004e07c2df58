// SPDX-License-Identifier: GPL-2.0
/*
 * x86-64: hearing of CPU faults before anything is printed, and leaving them.
 *
 * The die notifier hears of every trap but the page fault. For that one there is a
 * kprobe on page_fault_oops(), where all faults end up that no exception table
 * covers. What we do not want goes on as if we were not there.
 */
#include <linux/kdebug.h>
#include <linux/kfence.h>
#include <linux/kprobes.h>
#include <linux/printk.h>
#include <linux/sched/task_stack.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/processor-flags.h>
#include <asm/ptrace.h>
#include <asm/text-patching.h>
#include <asm/trapnr.h>

#include <arch_gate.h>

#include "../cursor.h"
#include "../upcall.h"

/* What ftrace has at the start of a function that nobody traces or probes. */
#define NOP_OPCODE 0x0f

static bool can_trap;

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

/*
 * Sends the interrupted code to the landing pad instead of back to the instruction.
 * Nothing is written to its stack: this exception's own frame lies there. What the
 * pad needs goes through registers that nobody will miss.
 */
static void redirect(struct pt_regs *regs, unsigned long addr,
		     enum soft_panic_cause cause)
{
	regs->di = regs->ip;
	regs->si = addr;
	regs->dx = cause;
	regs->ip = (unsigned long)(regs->ip ? kdefer_fault_landing :
					      kdefer_call_fault_landing);
	regs->flags &= ~(X86_EFLAGS_AC | X86_EFLAGS_DF | X86_EFLAGS_TF);
}

static bool take(struct pt_regs *regs, unsigned long addr,
		 enum soft_panic_cause cause)
{
	unsigned long ip = regs->ip;

	if (user_mode(regs) || in_nmi())
		return false;
	if (is_call_fault(regs, addr, cause))
		regs->ip = 0;
	if (!fault_is_trapped(regs)) {
		regs->ip = ip;
		return false;
	}
	redirect(regs, addr, cause);
	return true;
}

/* The page below the stack; a stack that has run over cannot be unwound. */
static bool is_guard_page(unsigned long addr)
{
	unsigned long stack = (unsigned long)task_stack_page(current);

	return addr < stack && stack - addr <= PAGE_SIZE;
}

/* page_fault_oops(regs, error_code, address) */
static int before_page_fault_oops(struct kprobe *probe, struct pt_regs *call)
{
	struct pt_regs *regs = (struct pt_regs *)call->di;
	unsigned long addr = call->dx;

	if (is_kfence_address((void *)addr) || is_guard_page(addr) ||
	    !take(regs, addr, SOFT_PANIC_PAGE_FAULT))
		return 0;
	call->ip = (unsigned long)kdefer_just_return;
	return 1;
}

/* Its presence lets the handler above change where the function goes, and keeps breakpoints. */
static void after_page_fault_oops(struct kprobe *probe, struct pt_regs *call,
				  unsigned long flags)
{
}

static struct kprobe page_fault_probe = {
	.symbol_name = "page_fault_oops",
	.pre_handler = before_page_fault_oops,
	.post_handler = after_page_fault_oops,
};

/* Nobody calls it, nobody traces it: there is a breakpoint here if probes are on. */
static noinline void witness(void)
{
}

static struct kprobe witness_probe = {
	.addr = (kprobe_opcode_t *)witness,
	.post_handler = after_page_fault_oops,
};

static struct kprobe *probes[] = { &page_fault_probe, &witness_probe };

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

static int on_die(struct notifier_block *nb, unsigned long event, void *data)
{
	const struct die_args *args = data;
	bool taken = false;

	if (event == DIE_GPF || (event == DIE_TRAP && is_stack_fault(args)))
		taken = take(args->regs, 0, SOFT_PANIC_PROTECTION);
	else if (event == DIE_TRAP && args->trapnr == X86_TRAP_DE)
		taken = take(args->regs, 0, SOFT_PANIC_DIVIDE);
	else if (event == DIE_TRAP && args->trapnr == X86_TRAP_UD &&
		 is_ud2(args->regs) && !is_uncaught(args->regs))
		taken = take(args->regs, 0, SOFT_PANIC_BUG);
	return taken ? NOTIFY_STOP : NOTIFY_DONE;
}

static struct notifier_block die_notifier = { .notifier_call = on_die };

/* All probes, and all that is built on ftrace, can be switched off, and ours is not told. */
static bool is_armed(void)
{
	return READ_ONCE(*(u8 *)witness_probe.addr) == INT3_INSN_OPCODE &&
	       READ_ONCE(*(u8 *)page_fault_probe.addr) != NOP_OPCODE;
}

bool arch_can_trap(void)
{
	return can_trap && is_armed();
}

void arch_trap_init(void)
{
	int err = register_kprobes(probes, ARRAY_SIZE(probes));

	if (err) {
		pr_notice(
			"kdefer: no probe on page_fault_oops (%d): trap_faults() is not supported\n",
			err);
		return;
	}
	err = register_die_notifier(&die_notifier);
	if (err) {
		unregister_kprobes(probes, ARRAY_SIZE(probes));
		return;
	}
	can_trap = true;
}

void arch_trap_exit(void)
{
	if (!can_trap)
		return;
	unregister_die_notifier(&die_notifier);
	unregister_kprobes(probes, ARRAY_SIZE(probes));
}
