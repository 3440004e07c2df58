// SPDX-License-Identifier: GPL-2.0
/*
 * Panics that go past functions of the kernel, one of which this module may say holds
 * nothing.
 */
#include <linux/bsearch.h>
#include <linux/kernel.h>
#include <linux/list_sort.h>
#include <linux/module.h>
#include <linux/sort.h>

#include <linux/kdefer.h>

#include "../cases.h"
#include "passed_through.h"

static bool declares;
module_param(declares, bool, 0444);
MODULE_PARM_DESC(declares, "say that list_sort() holds nothing");

static int compare(const void *a, const void *b)
{
	soft_panic(-ENODATA, "in a comparison");
}

static int compare_nodes(void *unused, const struct list_head *a,
			 const struct list_head *b)
{
	return compare(a, b);
}

/* Two functions of the kernel between the panic and who recovers, a client's between. */
static int compare_by_sort(const void *a, const void *b)
{
	int numbers[] = { 3, 1, 2 };

	sort(numbers, ARRAY_SIZE(numbers), sizeof(*numbers), compare, NULL);
	return 0;
}

RECOVER_FN(int, through_list_sort)
{
	struct list_head nodes[3];
	LIST_HEAD(head);
	int i;

	defer_recover();
	for (i = 0; i < ARRAY_SIZE(nodes); i++)
		list_add(&nodes[i], &head);
	list_sort(NULL, &head, compare_nodes);
	return 0;
}

RECOVER_FN(int, through_both)
{
	static const int numbers[] = { 1, 2, 3 };
	int key = 2;

	defer_recover();
	bsearch(&key, numbers, ARRAY_SIZE(numbers), sizeof(key),
		compare_by_sort);
	return 0;
}

static int just_give_up(void)
{
	return compare(NULL, NULL);
}

RECOVER_FN(int, through_module, typeof(call_through) *, call)
{
	defer_recover();
	return call(just_give_up);
}

/* Through functions of its own alone. */
RECOVER_FN(int, through_none)
{
	defer_recover();
	return compare(NULL, NULL);
}

static int leave(void *unused, const struct list_head *a,
		 const struct list_head *b)
{
	soft_exit(7);
}

RECOVER_FN(int, leaves_list_sort)
{
	struct list_head nodes[3];
	LIST_HEAD(head);
	int i;

	for (i = 0; i < ARRAY_SIZE(nodes); i++)
		list_add(&nodes[i], &head);
	list_sort(NULL, &head, leave);
	return 0;
}

static void case_list_sort(struct seq_file *out)
{
	seq_printf(out, "%d", through_list_sort());
}

static void case_both(struct seq_file *out)
{
	seq_printf(out, "%d", through_both());
}

/* The other module comes and goes while this one is there. */
static void case_module(struct seq_file *out)
{
	typeof(call_through) *call = symbol_get(call_through);

	if (!call)
		return;
	seq_printf(out, "%d", through_module(call));
	symbol_put(call_through);
}

static void case_none(struct seq_file *out)
{
	seq_printf(out, "%d", through_none());
}

static void case_exit(struct seq_file *out)
{
	seq_printf(out, "%d", leaves_list_sort());
}

/* What is no function is refused; by the macro it does not compile. */
static void case_refused(struct seq_file *out)
{
	seq_printf(out, "%d %d", __kdefer_passes(THIS_MODULE, NULL),
		   __kdefer_passes(THIS_MODULE, (char *)list_sort + 4));
}

static const struct test_case cases[] = {
	TEST_CASE(list_sort), TEST_CASE(both),	  TEST_CASE(none),
	TEST_CASE(exit),      TEST_CASE(refused), TEST_CASE(module),
};

static int __init passed_init(void)
{
	int err = declares ? defer_passes(list_sort) : 0;

	if (err)
		return err;
	cases_publish(cases, ARRAY_SIZE(cases));
	return 0;
}

static void __exit passed_exit(void)
{
	cases_withdraw();
}

module_init(passed_init);
module_exit(passed_exit);

MODULE_DESCRIPTION("Test of kdefer: functions of the kernel that are passed");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
