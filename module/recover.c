// SPDX-License-Identifier: GPL-2.0
/*
 * Stopping a soft panic: recover(), defer_recover_log().
 */
#include <linux/kdefer.h>

#include "chain.h"
#include "compat.h"
#include "misuse.h"
#include "stack.h"
#include "unwind.h"

/*
 * Whose handler runs? A call that a handler has deferred, and that is made because
 * the handler returns, counts as the handler; one that its callee has does not.
 */
static struct unwind *unwind_of_handler(struct walk *w)
{
	if (!stack_next_call(w))
		return NULL;
	if (walk_call(w)->unwind)
		return walk_call(w)->unwind;
	if (walk_to_gate(w) != WALK_GATE || w->kind == CALL_GATE ||
	    !walk_step(w) || w->kind != CALL_GATE)
		return NULL;
	return walk_call(w)->unwind;
}

/**
 * __kdefer_recover() - see recover()
 * @client: the caller
 * @p:	    the panic
 * @result: what the recovering function returns
 */
void __kdefer_recover(struct kdefer_client *client, struct soft_panic *p,
		      unsigned long result)
{
	struct cursor from = CALLER();
	struct unwind *u = NULL;
	struct walk w __uninitialized;

	if (walk_start(&w, client, &from))
		u = unwind_of_handler(&w);
	if (u && &u->now->panic == p && u->handling && unwind_in_flight(u)) {
		unwind_recover(u, result);
		return;
	}
	if (u && &u->now->panic == p && u->recovered)
		misuse("recover() twice", from.ip);
	else
		misuse("recover() of a panic that was not handed here",
		       from.ip);
}
EXPORT_SYMBOL_KDEFER(__kdefer_recover);

/**
 * __kdefer_recover_log() - see defer_recover_log()
 * @p:	 the panic, or NULL
 * @log: the struct kdefer_log
 *
 * It is handed what the record of an unwind holds, and so knows which without looking
 * through the stack. That the panic has ended is said when it has: see end_panic().
 */
void __kdefer_recover_log(struct soft_panic *p, void *log)
{
	struct panic_record *r = panic_record(p);
	struct unwind *u;

	if (!r)
		return;
	u = unwind_of(r);
	unwind_recover(u, p->err);
	if (u->recovered)
		u->log = log;
}
EXPORT_SYMBOL_KDEFER(__kdefer_recover_log);
