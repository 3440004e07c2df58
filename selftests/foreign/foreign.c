// SPDX-License-Identifier: GPL-2.0
/*
 * Soft panics that leave through the kernel's own functions, most of which keep no frame
 * pointers on most kernels:
 *
 *	| case_...()	RECOVER_FN, recovers		|
 *	| beneath()	DEFER_FN, one deferred call	|
 *	| sort(), idr_for_each()...	 the kernel's	|
 *	| callback()	plain				|
 *	| give_up()	DEFER_FN, one deferred call	|
 *
 * The functions between hold nothing, or the recoverer gives it back: a plain
 * function that is left gives back nothing by itself.
 */
#include <linux/bsearch.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/idr.h>
#include <linux/list_sort.h>
#include <linux/notifier.h>
#include <linux/platform_device.h>
#include <linux/rcupdate.h>
#include <linux/smp.h>
#include <linux/sort.h>

#include <linux/kdefer.h>

#include "../cases.h"

#define GAVE_UP (-ENODATA)

/* Callbacks have no argument to spare; cases run one at a time. */
static atomic_t cleaned;

static void clean(void *unused)
{
	atomic_inc(&cleaned);
}

DEFER_FN(int, give_up, int, why)
{
	defer_call(clean, NULL);
	if (why)
		soft_panic(GAVE_UP, "%d is reason enough", why);
	return 0;
}

/* For values that are not 0, so that the callbacks' callers tail-call nothing. */
static noinline int callback(void)
{
	int n = give_up(1);

	barrier();
	return n;
}

static int compare(const void *a, const void *b)
{
	return callback();
}

static int compare_nodes(void *unused, const struct list_head *a,
			 const struct list_head *b)
{
	return callback();
}

static int visit_id(int id, void *p, void *data)
{
	return callback();
}

static int visit_device(struct device *dev, void *data)
{
	return callback();
}

static int on_notify(struct notifier_block *nb, unsigned long event, void *data)
{
	return callback();
}

static void through_sort(void)
{
	int numbers[] = { 3, 1, 2 };

	sort(numbers, ARRAY_SIZE(numbers), sizeof(*numbers), compare, NULL);
}

static void through_list_sort(void)
{
	struct list_head nodes[3];
	LIST_HEAD(head);
	int i;

	for (i = 0; i < ARRAY_SIZE(nodes); i++)
		list_add(&nodes[i], &head);
	list_sort(NULL, &head, compare_nodes);
}

static void through_bsearch(void)
{
	static const int numbers[] = { 1, 2, 3 };
	int key = 2;

	bsearch(&key, numbers, ARRAY_SIZE(numbers), sizeof(key), compare);
}

static void destroy_idr(void *idr)
{
	idr_destroy(idr);
}

DEFER_FN(void, through_idr)
{
	struct idr idr;

	idr_init(&idr);
	defer_call(destroy_idr, &idr);
	soft_try(idr_alloc(&idr, &cleaned, 0, 0, GFP_KERNEL));
	idr_for_each(&idr, visit_id, NULL);
}

/*
 * Both keep a reference on the device that they are at, which is lost. These
 * devices stay for as long as the machine does.
 */
static void through_bus(void)
{
	bus_for_each_dev(&platform_bus_type, NULL, NULL, visit_device);
}

static void through_children(void)
{
	device_for_each_child(&platform_bus, NULL, visit_device);
}

static void through_notifier(void)
{
	struct notifier_block nb = { .notifier_call = on_notify };
	struct raw_notifier_head chain;

	RAW_INIT_NOTIFIER_HEAD(&chain);
	raw_notifier_chain_register(&chain, &nb);
	raw_notifier_call_chain(&chain, 0, NULL);
}

/* The way down, with a frame between the kernel's function and the recovery. */
DEFER_FN(void, beneath, void (*)(void), way)
{
	defer_call(clean, NULL);
	way();
	barrier();
}

RECOVER_FN(int, try_way, void (*)(void), way)
{
	defer_recover();
	beneath(way);
	return 0;
}

static void go(struct seq_file *out, void (*way)(void))
{
	int result;

	atomic_set(&cleaned, 0);
	result = try_way(way);
	seq_printf(out, "%d %d", result, atomic_read(&cleaned));
}

static void case_sort(struct seq_file *out)
{
	go(out, through_sort);
}

static void case_list_sort(struct seq_file *out)
{
	go(out, through_list_sort);
}

static void case_bsearch(struct seq_file *out)
{
	go(out, through_bsearch);
}

static void case_idr(struct seq_file *out)
{
	go(out, through_idr);
}

static void case_bus(struct seq_file *out)
{
	go(out, through_bus);
}

static void case_children(struct seq_file *out)
{
	go(out, through_children);
}

static void case_notifier(struct seq_file *out)
{
	go(out, through_notifier);
}

/* The same in an interrupt, which is where it must be recovered. */
static atomic_t recovered;

static void on_call(void *unused)
{
	if (try_way(through_sort) == GAVE_UP &&
	    try_way(through_list_sort) == GAVE_UP)
		atomic_inc(&recovered);
}

static void begin(void)
{
	atomic_set(&cleaned, 0);
	atomic_set(&recovered, 0);
}

static void end(struct seq_file *out)
{
	seq_printf(out, "%d %d", atomic_read(&recovered),
		   atomic_read(&cleaned));
}

static void case_every_cpu(struct seq_file *out)
{
	begin();
	on_each_cpu(on_call, NULL, 1);
	end(out);
}

static void case_another_cpu(struct seq_file *out)
{
	begin();
	preempt_disable();
	smp_call_function(on_call, NULL, 1);
	preempt_enable();
	end(out);
}

static DECLARE_COMPLETION(rcu_done);

static void on_rcu(struct rcu_head *unused)
{
	on_call(NULL);
	complete(&rcu_done);
}

static void case_rcu_callback(struct seq_file *out)
{
	static struct rcu_head head;

	begin();
	reinit_completion(&rcu_done);
	call_rcu(&head, on_rcu);
	wait_for_completion(&rcu_done);
	end(out);
}

/* A sequence of three numbers whose second one gives up, if it is told to. */
static bool show_gives_up;

static void *numbers_start(struct seq_file *out, loff_t *pos)
{
	return *pos < 3 ? pos : NULL;
}

static void *numbers_next(struct seq_file *out, void *v, loff_t *pos)
{
	++*pos;
	return numbers_start(out, pos);
}

static void numbers_stop(struct seq_file *out, void *v)
{
}

static int numbers_show(struct seq_file *out, void *v)
{
	loff_t number = *(loff_t *)v;

	give_up(show_gives_up && number == 1);
	seq_printf(out, "%lld\n", number);
	return 0;
}

static const struct seq_operations numbers_ops = {
	.start = numbers_start,
	.next = numbers_next,
	.stop = numbers_stop,
	.show = numbers_show,
};

static int numbers_open(struct inode *inode, struct file *file)
{
	return seq_open(file, &numbers_ops);
}

/* seq_read() is left with its lock held. */
static void leave_seq_file(struct soft_panic *p, void *arg)
{
	struct seq_file *out = arg;

	if (!p)
		return;
	mutex_unlock(&out->lock);
	recover(p, p->err);
}

RECOVER_FN(ssize_t, numbers_read, struct file *, file, char __user *, to,
	   size_t, len, loff_t *, pos)
{
	defer_recover_with(leave_seq_file, file->private_data);
	return seq_read(file, to, len, pos);
}

static const struct file_operations numbers_fops = {
	.owner = THIS_MODULE,
	.open = numbers_open,
	.read = numbers_read,
	.llseek = seq_lseek,
	.release = seq_release,
};

static const struct test_case cases[] = {
	TEST_CASE(sort),	 TEST_CASE(list_sort), TEST_CASE(bsearch),
	TEST_CASE(idr),		 TEST_CASE(bus),       TEST_CASE(children),
	TEST_CASE(notifier),	 TEST_CASE(every_cpu), TEST_CASE(another_cpu),
	TEST_CASE(rcu_callback),
};

static int __init foreign_init(void)
{
	cases_publish(cases, ARRAY_SIZE(cases));
	debugfs_create_file("numbers", 0400, cases_dir, NULL, &numbers_fops);
	debugfs_create_bool("show_gives_up", 0600, cases_dir, &show_gives_up);
	return 0;
}

static void __exit foreign_exit(void)
{
	cases_withdraw();
	rcu_barrier();
}

module_init(foreign_init);
module_exit(foreign_exit);

MODULE_DESCRIPTION(
	"Test of kdefer: soft panics through the kernel's own functions");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
