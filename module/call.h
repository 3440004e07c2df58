/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Making a deferred call that was taken off its list.
 */
#ifndef KDEFER_CALL_H
#define KDEFER_CALL_H

#include <linux/kdefer.h>

#include <arch_gate.h>

/* @p: the panic that a handler may see */
static __always_inline void make_call(struct unwind *u, struct defer *call,
				      struct soft_panic *p)
{
	unsigned long value = call->arg, arg0 = value, arg1 = 0;

	/* Not what @call has: that is in registers then. */
	if (call->kind & KDEFER_BY_REFERENCE) {
		arg0 = (unsigned long)&value;
	} else if (call->kind == KDEFER_HANDLER) {
		arg0 = (unsigned long)p;
		arg1 = call->arg;
	}
	kdefer_call(u, call->call, arg0, arg1);
}

/*
 * Is there anything to call? What undoes something is called unless the body has just
 * returned.
 */
static __always_inline bool is_called(const struct defer *call, bool returned)
{
	return call->kind <= KDEFER_HANDLER ||
	       (!returned && call->kind >= KDEFER_UNDO_CALL);
}

#endif /* KDEFER_CALL_H */
