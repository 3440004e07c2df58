// SPDX-License-Identifier: GPL-2.0
/*
 * The black box: the last panics of each CPU, as they ended.
 *
 * It is written on the panic path, in any context, without a lock and without memory. A
 * record is of the CPU that writes it, which cannot be left meanwhile; what comes in between
 * are interrupts of that CPU, which are done before it goes on. Each takes a place of its own by
 * one instruction. Should they be so many that it is the turn of a place that is just being
 * written, that is odd, and what is new is missed. A reader, on whichever CPU, takes a
 * record for whole if its number was even and is the same afterwards.
 *
 * Names of functions, and all other text but the reason, whose arguments are gone afterwards,
 * are the reader's business.
 */
#include <linux/irqflags.h>
#include <linux/kdefer/context.h>
#include <linux/kernel.h>
#include <linux/pid.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>
#include <linux/smp.h>
#include <linux/string.h>

#include "blackbox.h"
#include "chain.h"

struct blackbox *kdefer_blackbox;

/* A place to write to; NULL: it is in use. */
static noinline struct blackbox_record *claim(const struct blackbox *box)
{
	struct blackbox_ring *ring = box->rings[raw_smp_processor_id()];
	unsigned long n = local_add_return(1, &ring->next);
	struct blackbox_record *r = &ring->record[n & (box->records - 1)];

	if (unlikely(READ_ONCE(r->seq) & 1)) {
		local_inc(&ring->missed);
		return NULL;
	}
	WRITE_ONCE(r->seq, 2 * n - 1);
	smp_wmb(); /* that it is written to is seen before what is written */
	return r;
}

static void release(struct blackbox_record *r)
{
	/* ... and that it is whole after all that. */
	smp_store_release(&r->seq, r->seq + 1);
}

static __always_inline void copy(unsigned long *to, const unsigned long *from,
				 unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		to[i] = from[i];
}

/* What the stack that was given back leaves room for. */
static noinline void write_two_stacks(struct blackbox_record *r,
				      const struct soft_panic_origin *o,
				      const struct walk *w)
{
	const unsigned int n = min_t(unsigned int, o->depth, BLACKBOX_STACK);
	const unsigned int more =
		min_t(unsigned int, w->next - w->trace, BLACKBOX_STACK - n);

	copy(r->stack, o->stack, n);
	copy(r->stack + n, w->trace, more);
	r->nr_stack = n + more;
}

static_assert(TRACE_KEPT <= BLACKBOX_STACK);

/* The stack that was given back, and then what is still to be seen of it. */
static __always_inline void write_stack(struct blackbox_record *r,
					const struct soft_panic_origin *o,
					const struct walk *w)
{
	if (unlikely(o->depth)) {
		write_two_stacks(r, o, w);
		return;
	}
	r->nr_stack = w->next - w->trace;
	copy(r->stack, w->trace, r->nr_stack);
}

static void write_older(struct blackbox_record *r, const struct unwind *u)
{
	unsigned int i;

	r->nr_older = u->nr_older;
	r->omitted = u->omitted;
	for (i = 0; i < r->nr_older; i++)
		r->older[i] = (struct blackbox_older){
			.ip = u->older[i]->panic.ip,
			.err = u->older[i]->panic.err,
			.recovered = u->older[i]->origin.recovered,
			.repanicked = u->older[i]->origin.repanicked,
		};
}

static void write_text(struct blackbox_record *r,
		       const struct soft_panic_origin *o)
{
	if (o->settled)
		memcpy(r->text, o->text, o->length + 1);
	else
		chain_format(r->text, o->format);
}

static __always_inline void write_context(struct blackbox_record *r)
{
	r->time = local_clock();
	memcpy(r->comm, current->comm, sizeof(r->comm));
	r->pid = task_pid_nr(current);
	/* Our own does not count. */
	r->preempt = kdefer_levels() - PREEMPT_DISABLE_OFFSET;
	r->irqs_off = irqs_disabled();
}

static __always_inline void write_record(struct blackbox_record *r,
					 const struct unwind *u,
					 enum blackbox_end end,
					 unsigned long function)
{
	const struct panic_record *now = u->now;
	const struct soft_panic *p = &now->panic;

	write_context(r);
	r->ip = p->ip;
	r->addr = p->addr;
	r->function = function;
	r->result = end == BLACKBOX_RECOVERED ? u->result : 0;
	r->exact = now->origin.exact;
	r->err = p->err;
	r->cause = p->cause;
	r->end = end;
	r->calls = u->calls;
	r->nr_passed = u->walk.nr_passed;
	copy(r->passed, u->walk.passed, r->nr_passed);
	write_stack(r, &now->origin, &u->walk);
	write_older(r, u);
	write_text(r, &now->origin);
}

/* See blackbox_note(). */
void blackbox_write(const struct unwind *u, enum blackbox_end end,
		    unsigned long function)
{
	const struct blackbox *box;
	struct blackbox_record *r;

	preempt_disable_notrace();
	box = READ_ONCE(kdefer_blackbox);
	r = likely(box) ? claim(box) : NULL;
	if (likely(r)) {
		write_record(r, u, end, function);
		release(r);
	}
	preempt_enable_notrace();
}

/* See blackbox_note_bare(). */
void blackbox_write_bare(unsigned long ip, int err, struct va_format *format)
{
	const struct blackbox *box;
	struct blackbox_record *r;

	preempt_disable_notrace();
	box = READ_ONCE(kdefer_blackbox);
	r = box ? claim(box) : NULL;
	if (r) {
		write_context(r);
		r->ip = ip;
		r->addr = 0;
		r->function = 0;
		r->result = 0;
		r->exact = false;
		r->err = err;
		r->cause = SOFT_PANIC_RAISED;
		r->end = BLACKBOX_UNCAUGHT;
		r->calls = 0;
		r->nr_stack = 0;
		r->nr_passed = 0;
		r->nr_older = 0;
		r->omitted = 0;
		chain_format(r->text, format);
		release(r);
	}
	preempt_enable_notrace();
}
