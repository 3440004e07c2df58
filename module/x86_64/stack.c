// SPDX-License-Identifier: GPL-2.0
/*
 * x86-64: the way through code that is not ours, by the kernel's unwinder. It also
 * knows the addresses that tracers have replaced.
 */
#include <linux/align.h>
#include <linux/kallsyms.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/pgtable.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "../contexts.h"
#include "../cursor.h"
#include "../tracers.h"
#include "insn.h"
#include "unwinder.h"

static const char no_frame[] =
	"a frame that the kernel's unwinder does not find";
static const char no_code[] = "code that the kernel's unwinder does not know";

static void take(const struct foreign *f, struct cursor *c)
{
	c->ip = f->state.ip;
	c->bp = unwinder_bp(&f->state);
	c->slot = unwinder_slot(&f->state);
}

static enum foreign_step lost(struct walk *w, const char *why)
{
	w->why = why;
	return FOREIGN_LOST;
}

static enum foreign_step end(struct walk *w, unsigned long end)
{
	w->end = end;
	return FOREIGN_END;
}

/* The next frame outwards of @at, wherever the unwinder has stood; or why not. */
static const char *advance(struct foreign *f, const struct cursor *at)
{
	bool is_there = f->started && !unwind_done(&f->state) &&
			unwinder_slot(&f->state) == at->slot;

	if (!is_there && unwinder_advance_from(f, at))
		return NULL;
	if (!is_there && !unwinder_sync(f, at->slot))
		return no_frame;
	if (!unwinder_is_in_code(&f->state))
		return no_code;
	unwinder_next(&f->state);
	return NULL;
}

/* How far before a return address the code that leads there may have begun. */
#define BPF_TEXT_BYTES 4096

/* Code that keeps a frame pointer has set it: push %rbp; mov %rsp,%rbp. */
#define PROLOGUE 0xe5894855

static bool has_prologue(unsigned long ip)
{
	unsigned long at;
	u32 code;

	for (at = ip - sizeof(code); ip - at < BPF_TEXT_BYTES; at--) {
		if (copy_from_kernel_nofault(&code, (void *)at, sizeof(code)))
			return false;
		if (code == PROLOGUE)
			return true;
	}
	return false;
}

#ifdef MODULE
/*
 * Is it in a module? All are on one list with us, which is read under RCU. Its head is
 * none, and lies elsewhere.
 */
static bool is_in_module(unsigned long ip)
{
	const struct list_head *own = &THIS_MODULE->list, *pos;
	bool found = false;

	rcu_read_lock_sched_notrace();
	for (pos = READ_ONCE(own->next); pos != own && !found;
	     pos = READ_ONCE(pos->next)) {
		if ((unsigned long)pos - MODULES_VADDR < MODULES_LEN)
			found = within_module(ip, list_entry(pos, struct module,
							     list));
	}
	rcu_read_unlock_sched_notrace();
	return found || within_module(ip, THIS_MODULE);
}
#else
static bool is_in_module(unsigned long ip)
{
	return is_module_text_address(ip);
}
#endif

/*
 * BPF programs and trampolines are compiled while the machine runs, and the ORC
 * unwinder's tables do not know them before 6.18. They keep a frame pointer wherever they
 * call something. Some have a name that begins so, trampolines of struct_ops have none
 * on some kernels, or that of a module's function that was there before: ftrace remembers
 * what ran only while a module was loaded. Other code and data that the tables do not know
 * has names of its own.
 */
static bool is_bpf(unsigned long ip)
{
	char symbol[KSYM_SYMBOL_LEN];

	sprint_symbol(symbol, ip - 1);
	return (!strncmp(symbol, "bpf_", 4) || !strncmp(symbol, "0x", 2) ||
		(strchr(symbol, '[') && !is_in_module(ip - 1))) &&
	       insn_is_behind_call(ip) && has_prologue(ip);
}

static enum foreign_step step_through_bpf(struct walk *w, struct cursor *next)
{
	const unsigned long *record = (unsigned long *)w->at.bp;

	if (!is_bpf(w->at.ip))
		return lost(w, no_code);
	if (w->at.bp <= w->at.slot || w->at.bp > w->high - 2 * sizeof(long) ||
	    !IS_ALIGNED(w->at.bp, sizeof(long)))
		return lost(w, "a BPF program without a frame");
	next->bp = READ_ONCE_NOCHECK(record[0]);
	next->slot = (unsigned long)&record[1];
	next->ip = tracers_real(READ_ONCE_NOCHECK(record[1]),
				arch_return_key(next->slot, next->bp));
	foreign_restart(&w->foreign);
	return FOREIGN_STEPPED;
}

/* The client's own is, and asked about most. */
static bool is_text(const struct walk *w)
{
	return w->at.ip - w->client.start < w->client.bytes ||
	       unwinder_knows_text(w->at.ip);
}

enum foreign_step foreign_step(struct walk *w, struct cursor *next)
{
	struct foreign *f = &w->foreign;
	bool ahead = f->ahead;
	const char *why;

	f->ahead = false;
	if (ahead && unwinder_met_gate(f, next))
		return FOREIGN_STEPPED;
	if (!ahead && !is_text(w))
		return step_through_bpf(w, next);
	why = ahead ? NULL : advance(f, &w->at);
	if (why)
		return lost(w, why);
	if (unwind_error(&f->state))
		return step_through_bpf(w, next);
	if (unwind_done(&f->state))
		return end(w, w->high);
	if (f->state.regs)
		return end(w, (unsigned long)f->state.regs);
	take(f, next);
	/* As after an exception: this context ends where its stack does. */
	if (next->slot - w->low >= w->high - w->low)
		return end(w, w->high);
	if (next->slot <= w->at.slot && !ahead)
		return lost(w, "a step that leads inwards");
	return FOREIGN_STEPPED;
}

/* Started from registers, the unwinder looks up the instruction itself. */
void foreign_start(struct walk *w, struct pt_regs *regs)
{
	struct foreign *f = &w->foreign;

	__unwind_start(&f->state, current, regs, (unsigned long *)regs->sp);
	unwinder_correct(&f->state);
	f->started = true;
	f->ahead = true;
	unwinder_check_fault(f, regs);
}

struct cursor arch_entry_cursor(const struct pt_regs *regs)
{
	return (struct cursor){
		.ip = READ_ONCE_NOCHECK(*(unsigned long *)regs->sp),
		.bp = regs->bp,
		.slot = regs->sp,
	};
}

void arch_each_return(void (*found)(void *arg, const struct cursor *at),
		      void *arg)
{
	struct unwind_state state;
	struct cursor at;

	for (unwind_start(&state, current, NULL, NULL); !unwind_done(&state);
	     unwinder_next(&state)) {
		at.ip = unwind_get_return_address(&state);
		at.bp = unwinder_bp(&state);
		at.slot = unwinder_slot(&state);
		found(arg, &at);
	}
}

bool arch_stack_bounds(unsigned long sp, unsigned long *low,
		       unsigned long *high)
{
	struct unwind_state state;

	unwind_start(&state, current, NULL, NULL);
	*low = (unsigned long)state.stack_info.begin;
	*high = (unsigned long)state.stack_info.end;
	return !unwind_done(&state) && sp >= *low && sp < *high;
}

/*
 * Interrupts have stacks of their own, or registers between, which foreign_step() sees. Not
 * so handlers of probes, however they are made, and softirqs with PREEMPT_RT.
 */
bool arch_is_context_entry(unsigned long ip)
{
	return contexts_begin_at(ip);
}
