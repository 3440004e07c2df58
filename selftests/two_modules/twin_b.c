// SPDX-License-Identifier: GPL-2.0
/*
 * Soft panics that leave through two modules. A letter stands for a function of
 * twin_a or twin_b, innermost last; in brackets the one that recovers:
 *
 *	recovered_here		(B) A B!	B gives up and recovers
 *	recovered_there		B (A) B!	B gives up, A recovers
 *	raised_there		(B) A B A!	A gives up, B recovers
 *	there_and_back		B (A) B A B A!	A gives up and recovers
 *	replaced		(B) A B!	and what B deferred gives up in A
 *	exported_twice		(B) (A) B!	A recovers, B has nothing to do
 *	left_there		(B) (A) B A!	A exits: from its own function, and B goes on
 *	left_nowhere		(B) B A!	A exits, and has no function to exit from
 */
#include <linux/atomic.h>
#include <linux/kdefer.h>

#include "../cases.h"
#include "twin_a.h"

static atomic_t cleaned;

static void clean(void *unused)
{
	atomic_inc(&cleaned);
}

DEFER_FN(int, give_up, void *, arg)
{
	defer_call(clean, NULL);
	soft_panic(-ENODATA, "given up in twin_b");
}

static void fail_to_clean(void *unused)
{
	clean(NULL);
	twin_a_give_up(NULL);
}

DEFER_FN(int, give_up_twice, void *, arg)
{
	defer_call(fail_to_clean, NULL);
	soft_panic(-ENODATA, "given up in twin_b");
}

/* On through twin_a, to the visitor that it is handed. */
DEFER_FN(int, visit_again, void *, visit)
{
	defer_call(clean, NULL);
	return twin_a_visit(visit, NULL);
}

DEFER_FN(int, visit_twice, void *, visit)
{
	defer_call(clean, NULL);
	return twin_a_visit(visit_again, visit);
}

RECOVER_FN(int, recovered, twin_visitor, visit, void *, arg)
{
	defer_call(clean, NULL);
	defer_recover();
	return twin_a_visit(visit, arg);
}

static int try_there(void *visit)
{
	return twin_a_try(visit, NULL);
}

static void begin(void)
{
	atomic_set(&cleaned, 0);
	atomic_set(&twin_a_cleaned, 0);
}

/* The result, and how many deferred calls each module has made. */
static void end(struct seq_file *out, int result)
{
	seq_printf(out, "%d %d %d", result, atomic_read(&twin_a_cleaned),
		   atomic_read(&cleaned));
}

static void case_recovered_here(struct seq_file *out)
{
	begin();
	end(out, recovered(give_up, NULL));
}

static void case_recovered_there(struct seq_file *out)
{
	begin();
	end(out, twin_a_try(give_up, NULL));
}

static void case_raised_there(struct seq_file *out)
{
	begin();
	end(out, recovered(visit_again, twin_a_give_up));
}

static void case_there_and_back(struct seq_file *out)
{
	begin();
	end(out, twin_a_try(visit_twice, twin_a_give_up));
}

static void case_replaced(struct seq_file *out)
{
	begin();
	end(out, recovered(give_up_twice, NULL));
}

static void case_exported_twice(struct seq_file *out)
{
	begin();
	end(out, recovered(try_there, give_up));
}

/* What an exit of twin_a returned from here would be no pointer. */
RECOVER_FN(void *, points, twin_visitor, visit, bool *, went_on)
{
	int result;

	defer_call(clean, NULL);
	defer_recover();
	result = visit(visit_again);
	*went_on = true;
	return (void *)(long)(result * 100);
}

static int try_and_leave(void *unused)
{
	return twin_a_try(visit_again, twin_a_leave);
}

static int leave_there(void *unused)
{
	return twin_a_leave(NULL);
}

static void leave(struct seq_file *out, twin_visitor visit)
{
	bool went_on = false;
	long result;

	begin();
	result = (long)points(visit, &went_on);
	end(out, result);
	seq_printf(out, " %d", went_on);
}

static void case_left_there(struct seq_file *out)
{
	leave(out, try_and_leave);
}

static void case_left_nowhere(struct seq_file *out)
{
	leave(out, leave_there);
}

static const struct test_case cases[] = {
	TEST_CASE(recovered_here), TEST_CASE(recovered_there),
	TEST_CASE(raised_there),   TEST_CASE(there_and_back),
	TEST_CASE(replaced),	   TEST_CASE(exported_twice),
	TEST_CASE(left_there),	   TEST_CASE(left_nowhere),
};

module_cases(cases);

MODULE_DESCRIPTION("Test of kdefer: functions of another module");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
