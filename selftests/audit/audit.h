/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The cases of this module; main.c has the table.
 */
#ifndef KDEFER_TEST_AUDIT_H
#define KDEFER_TEST_AUDIT_H

struct seq_file;

/* leaks.c */
void case_preempt(struct seq_file *out);
void case_preempt_twice(struct seq_file *out);
void case_bh(struct seq_file *out);
void case_irqs(struct seq_file *out);
void case_rcu(struct seq_file *out);
void case_pagefault(struct seq_file *out);
void case_migrate(struct seq_file *out);
void case_fpu(struct seq_file *out);
void case_memalloc(struct seq_file *out);
void case_task_state(struct seq_file *out);
void case_user_access(struct seq_file *out);
void case_kmap(struct seq_file *out);
void case_transaction(struct seq_file *out);
void case_other_transaction(struct seq_file *out);
void case_no_transaction(struct seq_file *out);
void case_same_transaction(struct seq_file *out);
void case_creds(struct seq_file *out);
void case_other_creds(struct seq_file *out);
void case_no_creds(struct seq_file *out);
void case_same_creds(struct seq_file *out);
void case_spinlock_bh(struct seq_file *out);
void case_spinlock_irq(struct seq_file *out);

/* clean.c */
void case_guards(struct seq_file *out);
void case_held_before(struct seq_file *out);
void case_note_cancelled(struct seq_file *out);
void case_block_ended(struct seq_file *out);
void case_older_cancelled(struct seq_file *out);
void case_in_softirq(struct seq_file *out);

/* ends.c */
void case_later_handler(struct seq_file *out);
void case_deficit(struct seq_file *out);
void case_cancelled_handler(struct seq_file *out);
void case_exit(struct seq_file *out);
void case_exit_with_panic(struct seq_file *out);
void case_contained(struct seq_file *out);
void case_not_mine(struct seq_file *out);
void case_budget(struct seq_file *out);
void case_budget_elsewhere(struct seq_file *out);
void case_budget_many(struct seq_file *out);
void case_budget_most(struct seq_file *out);
void case_outer_calls(struct seq_file *out);
void case_takeover(struct seq_file *out);
void case_fatal_later(struct seq_file *out);
void case_fatal_takeover(struct seq_file *out);

/* stacks.c */
void case_plug(struct seq_file *out);
void case_plug_outside(struct seq_file *out);
void case_plug_own(struct seq_file *out);
void case_plug_own_exit(struct seq_file *out);
void case_plug_own_call(struct seq_file *out);
void case_plug_own_given_back(struct seq_file *out);
void case_plug_takeover(struct seq_file *out);
void case_plug_exit(struct seq_file *out);
void case_bio_list(struct seq_file *out);
void case_journal_info(struct seq_file *out);
void case_reclaim_state(struct seq_file *out);

#endif /* KDEFER_TEST_AUDIT_H */
