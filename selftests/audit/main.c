// SPDX-License-Identifier: GPL-2.0
/*
 * What is held after a recovery, a case each.
 */
#include "../cases.h"
#include "audit.h"

/* clang-format off */
static const struct test_case cases[] = {
	TEST_CASE(preempt),
	TEST_CASE(preempt_twice),
	TEST_CASE(bh),
	TEST_CASE(irqs),
	TEST_CASE(rcu),
	TEST_CASE(pagefault),
	TEST_CASE(migrate),
	TEST_CASE(fpu),
	TEST_CASE(memalloc),
	TEST_CASE(task_state),
	TEST_CASE(user_access),
	TEST_CASE(kmap),
	TEST_CASE(transaction),
	TEST_CASE(other_transaction),
	TEST_CASE(no_transaction),
	TEST_CASE(same_transaction),
	TEST_CASE(creds),
	TEST_CASE(other_creds),
	TEST_CASE(no_creds),
	TEST_CASE(same_creds),
	TEST_CASE(spinlock_bh),
	TEST_CASE(spinlock_irq),
	TEST_CASE(guards),
	TEST_CASE(held_before),
	TEST_CASE(note_cancelled),
	TEST_CASE(block_ended),
	TEST_CASE(older_cancelled),
	TEST_CASE(in_softirq),
	TEST_CASE(later_handler),
	TEST_CASE(deficit),
	TEST_CASE(cancelled_handler),
	TEST_CASE(exit),
	TEST_CASE(exit_with_panic),
	TEST_CASE(contained),
	TEST_CASE(not_mine),
	TEST_CASE(budget),
	TEST_CASE(budget_elsewhere),
	TEST_CASE(budget_many),
	TEST_CASE(budget_most),
	TEST_CASE(outer_calls),
	TEST_CASE(takeover),
	TEST_CASE(fatal_later),
	TEST_CASE(fatal_takeover),
	TEST_CASE(plug),
	TEST_CASE(plug_outside),
	TEST_CASE(plug_own),
	TEST_CASE(plug_own_exit),
	TEST_CASE(plug_own_call),
	TEST_CASE(plug_own_given_back),
	TEST_CASE(plug_takeover),
	TEST_CASE(plug_exit),
	TEST_CASE(bio_list),
	TEST_CASE(journal_info),
	TEST_CASE(reclaim_state),
};

/* clang-format on */

static int __init audit_init(void)
{
	cases_publish(cases, ARRAY_SIZE(cases));
	return 0;
}

static void __exit audit_exit(void)
{
	cases_withdraw();
}

module_init(audit_init);
module_exit(audit_exit);

MODULE_DESCRIPTION("Test of kdefer: what is held after a recovery");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
