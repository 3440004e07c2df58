// SPDX-License-Identifier: GPL-2.0
/*
 * A victim under trap_faults(), and what must be true afterwards whatever it did:
 *
 *	| survive()	  |  compares registers and flags
 *	| trapping()	  |  RECOVER_FN: traps; deferred call 5, handler 4
 *	| holding()	  |  DEFER_FN: deferred calls 3 and 2, and 1 of a block
 *	| the victim	  |
 *
 * No function has more deferred calls than its frame has room for: there are contexts
 * that may not allocate.
 */
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/string.h>

#include "../arch.h"
#include "faults.h"

#define EVERY_CALL_ONCE 12345

static void note(struct outcome *o, unsigned int digit)
{
	o->order = o->order * 10 + digit;
}

static void call2(void *o)
{
	note(o, 2);
}

static void call3(void *o)
{
	note(o, 3);
}

static void call5(void *o)
{
	note(o, 5);
}

DEFINE_FREE(call1, struct outcome *, note(_T, 1))

static void handler4(struct soft_panic *p, void *arg)
{
	struct outcome *o = arg;

	note(o, 4);
	if (!p)
		return;
	o->faults++;
	o->err = p->err;
	o->cause = p->cause;
	o->ip = p->ip;
	o->addr = p->addr;
	o->depth = soft_panic_stack(p, o->stack, STACK_SEEN);
	soft_panic_message(p, o->text, sizeof(o->text));
	recover(p, SURVIVED);
}

DEFER_FN(long, holding, struct outcome *, o)
{
	struct outcome *in_block = o;

	defer_call(call3, o);
	defer_call(call2, o);
	defer_free(call1, in_block);
	return o->victim(o->arg);
}

RECOVER_FN(long, trapping, void *, outcome)
{
	struct outcome *o = outcome;
	int err;

	defer_call(call5, o);
	defer_recover_with(handler4, o);
	err = trap_faults();
	if (err)
		return err;
	return holding(o);
}

/**
 * survive() - run a victim under trap_faults()
 * @o:	    what came of it
 * @victim: the victim
 * @arg:    its argument
 *
 * Context: Any context.
 */
void survive(struct outcome *o, victim_fn *victim, void *arg)
{
	struct preserved registers;
	int i;

	for (i = 0; i < PRESERVED_REGISTERS; i++)
		registers.before[i] = 0x1b1 + i;
	*o = (struct outcome){ .victim = victim, .arg = arg };
	o->preempt = preempt_count();
	o->flags = cpu_state();
	o->result = call_with_preserved(trapping, o, &registers);
	o->flags ^= cpu_state();
	o->preempt -= preempt_count();
	for (i = 0; i < PRESERVED_REGISTERS; i++)
		if (registers.after[i] != registers.before[i])
			o->wrong |= BIT(i);
}
EXPORT_SYMBOL_GPL(survive);

static int err_of(enum soft_panic_cause cause)
{
	switch (cause) {
	case SOFT_PANIC_DIVIDE:
		return -EDOM;
	case SOFT_PANIC_BUG:
		return -ENOTRECOVERABLE;
	default:
		return -EFAULT;
	}
}

static bool stack_has(const struct outcome *o, const char *function)
{
	unsigned int i;

	for (i = 0; i < o->depth; i++)
		if (is_in_function(o->stack[i], function))
			return true;
	return false;
}

/* Victims have no frame; without one the frame pointer unwinder misses the caller. */
static bool has_caller(const struct outcome *o)
{
	return IS_ENABLED(CONFIG_FRAME_POINTER) ||
	       stack_has(o, "__kdefer_body_holding");
}

void check_survived(const struct outcome *o, enum soft_panic_cause why,
		    unsigned long where, const char *file, int line)
{
	check_eq("result", o->result, SURVIVED, file, line);
	check_eq("order", o->order, EVERY_CALL_ONCE, file, line);
	check_eq("faults", o->faults, 1, file, line);
	check_eq("cause", o->cause, why, file, line);
	check_eq("err", o->err, err_of(why), file, line);
	check_eq("addr", o->addr, where, file, line);
	check_eq("stack[0]", o->stack[0], o->ip, file, line);
	check_eq("wrong", o->wrong, 0, file, line);
	check_eq("flags", o->flags, 0, file, line);
	check_eq("preempt", o->preempt, 0, file, line);
	if (!*o->text)
		check_failed(file, line, "no text");
	if (o->depth < STACK_SEEN &&
	    (!has_caller(o) || !stack_has(o, "__kdefer_body_trapping")))
		check_failed(file, line, "%u stack entries, callers missing",
			     o->depth);
}
EXPORT_SYMBOL_GPL(check_survived);
