/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The cases of this module, each a function case_NAME() in the file that is named.
 */
#ifndef KDEFER_TEST_AUDIT_H
#define KDEFER_TEST_AUDIT_H

#include <linux/types.h>

struct seq_file;

/* clang-format off */
/* leaks.c */
#define CASES_OF_LEAKS(m)						\
	m(counts) m(preempt) m(preempt_twice) m(irqs) m(rcu)		\
	m(pagefault) m(migrate) m(fpu) m(irqs_and_fpu)			\
	m(fpu_and_irqs) m(irq_count) m(memalloc)			\
	m(task_state) m(user_access) m(kmap)				\
	m(transaction) m(other_transaction) m(no_transaction)		\
	m(same_transaction) m(creds) m(other_creds) m(no_creds)		\
	m(same_creds) m(all) m(spinlock_bh) m(spinlock_irq)

/* bottom_halves.c */
#define CASES_OF_BOTTOM_HALVES(m)					\
	m(bh) m(bh_and_preempt) m(preempt_and_bh) m(bh_rcu)		\
	m(bh_for_lock) m(preempt_rival) m(irqs_rival) m(locks_rival)

/* clean.c */
#define CASES_OF_CLEAN(m)						\
	m(guards) m(held_before) m(note_cancelled) m(block_ended)	\
	m(older_cancelled) m(in_softirq)

/* ends.c */
#define CASES_OF_ENDS(m)						\
	m(later_handler) m(deficit) m(cancelled_handler) m(exit)	\
	m(exit_with_panic) m(contained) m(not_mine) m(budget)		\
	m(budget_elsewhere) m(budget_many) m(budget_most) m(outer_calls) \
	m(takeover) m(fatal_later) m(fatal_takeover)

/* stacks.c */
#define CASES_OF_STACKS(m)						\
	m(plug) m(plug_outside) m(plug_own) m(plug_own_exit)		\
	m(plug_own_call) m(plug_own_given_back) m(plug_takeover)	\
	m(plug_exit) m(bio_list) m(journal_info) m(reclaim_state)

#define AUDIT_CASES(m) CASES_OF_LEAKS(m) CASES_OF_BOTTOM_HALVES(m) \
	CASES_OF_CLEAN(m) CASES_OF_ENDS(m) CASES_OF_STACKS(m)

#define DECLARE_CASE(name) void case_##name(struct seq_file *out);
AUDIT_CASES(DECLARE_CASE)

bool is_without_softirqs(void);

/* clang-format on */

#endif /* KDEFER_TEST_AUDIT_H */
