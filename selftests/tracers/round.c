// SPDX-License-Identifier: GPL-2.0
/*
 *	| rounds_run()	plain, notes the tracers' lists before and after
 *	| around_round() RECOVER_FN
 *	| try_round()	RECOVER_FN; what it has deferred before its handler gives up
 *	| beneath()	DEFER_FN
 *	| list_sort()	the kernel's
 *	| compare()	plain
 *	| give_up()	DEFER_FN, soft_panic(); in every other round soft_exit()
 *	| replace()	its deferred call
 *	| give_up_again() DEFER_FN, soft_panic() in place of the first
 *
 * No function but the first two comes back, not even try_round(), because of its last
 * call: whatever a tracer keeps of the others, a return address among it, is stale.
 */
#include <linux/atomic.h>
#include <linux/ftrace.h>
#include <linux/list_sort.h>
#include <linux/moduleparam.h>
#include <linux/sched.h>
#include <linux/sort.h>

#include <linux/kdefer.h>

#include "../compat.h"
#include "tracers.h"

unsigned int rounds = 10000;
module_param(rounds, uint, 0644);
MODULE_PARM_DESC(rounds, "how many");

#define EXITED 7
#define CALLS 5 /* deferred in a round */

static unsigned int cleaned;
static bool exits;

static void clean(void *unused)
{
	cleaned++;
}

DEFER_FN(void, give_up_again, int, err)
{
	defer_call(clean, NULL);
	soft_panic(err, "again");
}

static void replace(void *unused)
{
	cleaned++;
	give_up_again(-EIO);
}

DEFER_FN(int, give_up, int, err)
{
	if (exits) {
		defer_call(clean, NULL);
		defer_call(clean, NULL);
		soft_exit(EXITED);
	}
	defer_call(replace, NULL);
	soft_panic(err, "asked to");
}

static noinline int compare_numbers(const void *a, const void *b,
				    const void *unused)
{
	int n = give_up(-ENODATA);

	barrier();
	return n;
}

static noinline int compare(void *unused, const struct list_head *a,
			    const struct list_head *b)
{
	int numbers[] = { 3, 1, 2 };

	sort_r(numbers, ARRAY_SIZE(numbers), sizeof(*numbers), compare_numbers,
	       NULL, NULL);
	return numbers[0];
}

DEFER_FN(void, beneath, unsigned int, count)
{
	struct list_head nodes[3];
	LIST_HEAD(head);
	int i;

	defer_call(clean, NULL);
	for (i = 0; i < ARRAY_SIZE(nodes); i++)
		list_add(&nodes[i], &head);
	list_sort(NULL, &head, compare);
	barrier();
}

/* Made when try_round() has recovered, and is about to return. */
static void give_up_late(void *unused)
{
	cleaned++;
	soft_panic(-EPIPE, "late");
}

RECOVER_FN(int, try_round, unsigned int, count)
{
	defer_call(give_up_late, NULL);
	defer_recover();
	defer_call(clean, NULL);
	beneath(count);
	return 0;
}

RECOVER_FN(int, around_round, unsigned int, count)
{
	defer_recover();
	return try_round(count);
}

/* What tracers keep per task: the same after a round as before. */
struct kept {
	int graph_index;
	int graph_depth;
	void *rethooks;
};

static struct kept kept_now(void)
{
	struct kept now = {};

#ifdef CONFIG_FUNCTION_GRAPH_TRACER
	now.graph_index = current->curr_ret_stack;
	now.graph_depth = current->curr_ret_depth;
#endif
	now.rethooks = kept_by_kretprobes();
	return now;
}

static bool is_same(const struct kept *a, const struct kept *b)
{
	return a->graph_index == b->graph_index &&
	       a->graph_depth == b->graph_depth && a->rethooks == b->rethooks;
}

/* Says how many rounds were right, and how many left what the tracers keep alone. */
void rounds_run(struct seq_file *out)
{
	unsigned int round, right = 0, kept = 0;

	for (round = 0; round < rounds; round++) {
		struct kept before = kept_now(), after;
		int result;

		cleaned = 0;
		exits = round & 1;
		result = around_round(round);
		after = kept_now();
		right += cleaned == CALLS &&
			 result == (exits ? EXITED : -EPIPE);
		kept += is_same(&before, &after);
		cond_resched();
	}
	seq_printf(out, "%u right, %u kept", right, kept);
}
