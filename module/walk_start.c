// SPDX-License-Identifier: GPL-2.0
/*
 * Where walks begin: at a return address, or at a fault.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/sched/task_stack.h>

#include "client.h"
#include "compat.h"
#include "own.h"
#include "walk_at.h"
#include "walk_start.h"

struct text_range walk_own_text;

/* What begins in the last bytes is too short for a mark. */
static struct text_range text_of(const struct module *mod)
{
	return (struct text_range){
		.start = module_text_start(mod),
		.bytes = module_text_bytes(mod) - (ARCH_MARK_BYTES - 1),
	};
}

/* @from by value: what is written to @w does not change it. */
static __always_inline bool begin(struct walk *w, const struct cursor from)
{
	const unsigned long stack = (unsigned long)task_stack_page(current);

	w->at = from;
	w->kind = NO_GATE;
	w->fresh = false;
	w->wary = ARCH_PLAIN_ENTRIES && in_interrupt();
	w->by_step = false;
	/* A copy of an address that a tracer has replaced cannot be put right. */
	w->traced = tracers_replace_addresses();
	w->trusts = !w->traced;
	w->simple = false;
	w->stretch.saved = false;
	w->clear = from.slot + sizeof(long);
	w->trace[0] = from.ip;
	w->next = &w->trace[1];
	w->nr_passed = 0;
	w->why = NULL;
	w->steps = 0;
	foreign_restart(&w->foreign);
	w->low = stack;
	w->high = stack + THREAD_SIZE;
	if (unlikely(from.slot - stack >= THREAD_SIZE) &&
	    !arch_stack_bounds(from.slot, &w->low, &w->high))
		return lost(w, "a stack of unknown bounds");
	return true;
}

/* It begins on a gate, which is the first one that it comes to. */
static void begin_on_gate(struct walk *w)
{
	w->fresh = true;
	w->simple = false;
	begin_stretch(w);
}

/**
 * walk_start() - begin a walk on the stack of the current context
 * @w:	    the walk
 * @client: who asks; text of a module that keeps frame pointers is walked by them
 * @from:   a return address into the caller of the function that walks
 *
 * Return: false if even the first address cannot be understood (see walk.why).
 */
bool walk_start(struct walk *w, const struct kdefer_client *client,
		const struct cursor *from)
{
	const struct module *mod = client_module(client);
	const bool keeps_frames = client_keeps_frames(client);

	w->client = mod && keeps_frames ? text_of(mod) : (struct text_range){};
	w->asks = mod && !keeps_frames;
	if (!begin(w, *from))
		return false;
	if (unlikely(w->traced)) {
		w->at.ip = tracers_real(w->at.ip,
					arch_return_key(w->at.slot, w->at.bp));
		w->trace[0] = w->at.ip;
	}
	if (!identify(w))
		return false;
	if (unlikely(w->kind != NO_GATE)) {
		w->edge = w->at;
		begin_on_gate(w);
	}
	return true;
}

/**
 * walk_start_fault() - begin a walk at an instruction that faulted
 * @w:	  the walk
 * @regs: the registers there
 * @from: the place: the instruction, and the first free slot of the stack
 * @mod:  a client whose text can be read without asking, or NULL
 *
 * Nothing is trusted: the function may not have a frame yet.
 *
 * Return: as walk_start().
 */
bool walk_start_fault(struct walk *w, struct pt_regs *regs,
		      const struct cursor *from, const struct module *mod)
{
	w->client = mod ? text_of(mod) : (struct text_range){};
	w->asks = false;
	if (!begin(w, *from))
		return false;
	w->trusts = false;
	w->trace[0]--;
	foreign_start(w, regs);
	return true;
}

/**
 * walk_start_behind() - begin a walk at a fault where another has gone a step already
 * @w:	  the walk
 * @from: where the other began, by walk_start_fault()
 * @at:	  where it stood after one step, up to which it has met no gate
 * @kind: what stands there
 *
 * For that step alone the registers were needed.
 *
 * Return: as walk_start().
 */
bool walk_start_behind(struct walk *w, const struct cursor *from,
		       const struct cursor *at, enum gate_kind kind)
{
	w->client = (struct text_range){};
	w->asks = true;
	if (!begin(w, *from))
		return false;
	w->trusts = false;
	w->trace[0]--;
	w->edge = *from;
	w->at = *at;
	w->kind = kind;
	w->steps++;
	trace(w);
	note_passed(w);
	if (kind == NO_GATE)
		w->clear = at->slot + sizeof(long);
	else
		begin_on_gate(w);
	return true;
}

/* Our own text is trusted from the start. */
void walk_init(void)
{
	walk_own_text = (struct text_range){
		.start = own_text_start(),
		.bytes = own_text_bytes() - (ARCH_MARK_BYTES - 1),
	};
}
