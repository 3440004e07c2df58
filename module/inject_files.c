// SPDX-License-Identifier: GPL-2.0
/*
 * What:	/sys/kernel/debug/kdefer/inject
 * Date:	since the first release
 * Contact:	the kdefer developers
 * Description:	Failures that are asked for, of soft_try(), soft_panic_on() and the allocation
 *		of deferred calls, as Documentation/fault-injection has them for the kernel's
 *		own. What is no such value is refused with EINVAL, and the log says so.
 *
 *		fail-nth	write N: the N-th from now on of the thread that writes fails,
 *				once; "N TID" is for another thread; N = 0 is none. Reading
 *				gives how many there still are for the thread that reads, 0 if
 *				the N-th was reached. It goes on through execve(2), and ends
 *				with the thread. Interrupts do not count
 *		probability	of every other, in per cent; 0 (default) is none
 *		times		how many of those; 1 by default, -1: no limit
 *		errno		what they fail with; 0 (default): soft_try() and allocations with
 *				ENOMEM, soft_panic_on() and soft_panic_if() with EFAULT, or
 *				with the constant that they name, as soft_try_or()
 *		site		only those in this function, or of this "[module]"; empty
 *				(default): all. N counts those only
 *		caller		only those with this function on the stack ...
 *		stacktrace-depth ... not more than so many functions outwards, 32 by default
 *		last		the newest: thread, name, errno and place
 * Users:	people, selftests/tools/inject-each, and the tests of this module.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/ctype.h>
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/pid.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/workqueue.h>

#include "compat.h"
#include "files.h"
#include "inject.h"

/* Guards the wish against other writers, and the key. */
static DEFINE_MUTEX(inject_lock);

static bool is_alive(struct pid *pid)
{
	bool alive;

	rcu_read_lock();
	alive = pid_task(pid, PIDTYPE_PID);
	rcu_read_unlock();
	return alive;
}

/* Threads that have ended are forgotten. Is anything asked for that can still come? */
static bool is_anything_due(void)
{
	bool due = inject_wish.probability;
	struct inject_task *t;

	lockdep_assert_held(&inject_lock);
	for (t = inject_wish.tasks;
	     t != inject_wish.tasks + ARRAY_SIZE(inject_wish.tasks); t++) {
		struct pid *pid = t->pid;

		if (!pid)
			continue;
		if (is_alive(pid)) {
			due |= READ_ONCE(t->left);
			continue;
		}
		WRITE_ONCE(t->pid, NULL);
		put_pid(pid);
	}
	return due;
}

/* Off again when the last thread has failed or ended: who does that cannot do this. */
static void tidy(struct work_struct *unused);
static DECLARE_DELAYED_WORK(tidying, tidy);

static void turn_key(void)
{
	lockdep_assert_held(&inject_lock);
	if (is_anything_due()) {
		static_branch_enable(&kdefer_injecting);
		schedule_delayed_work(&tidying, HZ);
	} else {
		static_branch_disable(&kdefer_injecting);
	}
}

static void tidy(struct work_struct *unused)
{
	mutex_lock(&inject_lock);
	turn_key();
	mutex_unlock(&inject_lock);
}

/* The place of a thread; one that is free, if it has none. NULL: there is none. */
static struct inject_task *place_of(const struct pid *pid)
{
	struct inject_task *t, *free = NULL;

	for (t = inject_wish.tasks;
	     t != inject_wish.tasks + ARRAY_SIZE(inject_wish.tasks); t++) {
		if (t->pid == pid)
			return t;
		if (!free && (!t->pid || !t->left))
			free = t;
	}
	return free;
}

/* Takes over the reference to @pid. How many it had left is returned. */
static int arm(struct pid *pid, unsigned int n)
{
	struct inject_task *t;
	struct pid *old;
	int left;

	mutex_lock(&inject_lock);
	is_anything_due();
	t = place_of(pid);
	if (!t) {
		mutex_unlock(&inject_lock);
		put_pid(pid);
		return -EBUSY;
	}
	old = t->pid;
	left = old == pid ? READ_ONCE(t->left) : 0;
	WRITE_ONCE(t->left, 0);
	WRITE_ONCE(t->ip, 0);
	/* A thread that finds itself here finds no older number. */
	smp_store_release(&t->pid, pid);
	WRITE_ONCE(t->left, n);
	put_pid(old);
	turn_key();
	mutex_unlock(&inject_lock);
	return left;
}

int kdefer_inject_nth(unsigned int n)
{
	might_sleep();
	return arm(get_pid(task_pid(current)), min_t(unsigned int, n, INT_MAX));
}
EXPORT_SYMBOL_KDEFER(kdefer_inject_nth);

/* The end of a line does not count. False: more than there is room for. */
static bool get_text(char *text, size_t bytes, const char __user *from,
		     size_t count)
{
	if (count >= bytes || copy_from_user(text, from, count))
		return false;
	text[count] = '\0';
	strim(text);
	return true;
}

/* "N" or "N TID": how many numbers that is; 0: it is neither. */
static unsigned int get_numbers(const char *text, unsigned int number[2])
{
	char words[32], *rest = words, *word;
	unsigned int got;

	strscpy(words, text, sizeof(words));
	for (got = 0; rest; got++) {
		rest = skip_spaces(rest);
		word = strsep(&rest, " ");
		if (got == 2 || !isdigit(word[0]) ||
		    kstrtouint(word, 10, &number[got]))
			return 0;
	}
	return got;
}

static ssize_t refuse(const char *file, const char *text, const char *wanted)
{
	pr_err("inject/%s: \"%s\": must be %s\n", file, text, wanted);
	return -EINVAL;
}

static ssize_t nth_write(struct file *file, const char __user *from,
			 size_t count, loff_t *pos)
{
	char text[32] = "";
	unsigned int number[2], got;
	struct pid *pid;
	int err;

	if (!get_text(text, sizeof(text), from, count))
		return refuse("fail-nth", text, "N or N TID");
	got = get_numbers(text, number);
	if (!got || number[0] > INT_MAX)
		return refuse("fail-nth", text, "N or N TID");
	pid = got == 2 ? find_get_pid(number[1]) : get_pid(task_pid(current));
	if (!pid)
		return refuse("fail-nth", text, "for a thread that is there");
	err = arm(pid, number[0]);
	if (err < 0)
		pr_err("inject/fail-nth: there is room for %zu threads\n",
		       ARRAY_SIZE(inject_wish.tasks));
	return err < 0 ? err : count;
}

static ssize_t nth_read(struct file *file, char __user *to, size_t count,
			loff_t *pos)
{
	unsigned int left = 0, i;
	char text[16];
	int length;

	for (i = 0; i < ARRAY_SIZE(inject_wish.tasks); i++)
		if (READ_ONCE(inject_wish.tasks[i].pid) == task_pid(current))
			left = READ_ONCE(inject_wish.tasks[i].left);
	length = scnprintf(text, sizeof(text), "%u\n", left);
	return simple_read_from_buffer(to, count, pos, text, length);
}

static const struct file_operations nth_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.read = nth_read,
	.write = nth_write,
	.llseek = default_llseek,
};

/**
 * struct number - a file that is a number
 * @name:   the file
 * @wanted: what it may be, in words
 * @least:  the least
 * @most:   the most
 */
struct number {
	const char *name;
	const char *wanted;
	int least;
	int most;
};

enum { PROBABILITY, TIMES, ERRNO, DEPTH };

static const struct number numbers[] = {
	[PROBABILITY] = { "probability", "a number from 0 to 100", 0, 100 },
	[TIMES] = { "times", "a number from -1 on", -1, INT_MAX },
	[ERRNO] = { "errno", "0 or a negative errno", -MAX_ERRNO, 0 },
	[DEPTH] = { "stacktrace-depth", "a number from 0 to 1024", 0, 1024 },
};

static void set_number(unsigned int which, int value)
{
	mutex_lock(&inject_lock);
	switch (which) {
	case PROBABILITY:
		WRITE_ONCE(inject_wish.probability, value);
		turn_key();
		break;
	case TIMES:
		atomic_set(&inject_wish.times, value);
		break;
	case ERRNO:
		WRITE_ONCE(inject_wish.err, value);
		break;
	case DEPTH:
		WRITE_ONCE(inject_wish.depth, value);
		break;
	}
	mutex_unlock(&inject_lock);
}

static int get_number(unsigned int which)
{
	switch (which) {
	case PROBABILITY:
		return READ_ONCE(inject_wish.probability);
	case TIMES:
		return atomic_read(&inject_wish.times);
	case ERRNO:
		return READ_ONCE(inject_wish.err);
	default:
		return READ_ONCE(inject_wish.depth);
	}
}

static const struct number *number_of(struct file *file)
{
	return file->private_data;
}

static ssize_t number_write(struct file *file, const char __user *from,
			    size_t count, loff_t *pos)
{
	const struct number *n = number_of(file);
	char text[16] = "";
	int value;

	if (!get_text(text, sizeof(text), from, count) ||
	    kstrtoint(text, 10, &value) || value < n->least || value > n->most)
		return refuse(n->name, text, n->wanted);
	set_number(n - numbers, value);
	return count;
}

static ssize_t number_read(struct file *file, char __user *to, size_t count,
			   loff_t *pos)
{
	char text[16];
	int length = scnprintf(text, sizeof(text), "%d\n",
			       get_number(number_of(file) - numbers));

	return simple_read_from_buffer(to, count, pos, text, length);
}

static const struct file_operations number_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.read = number_read,
	.write = number_write,
	.llseek = default_llseek,
};

/* A name of a function, or a module's in brackets; or nothing. */
static bool is_name(const char *text)
{
	for (; *text; text++)
		if (!isalnum(*text) && !strchr("_.[]-", *text))
			return false;
	return true;
}

/* Who compares meanwhile may find neither the old name nor the new one, and lets it pass. */
static ssize_t name_write(struct file *file, const char __user *from,
			  size_t count, loff_t *pos)
{
	char *name = file->private_data;
	char text[INJECT_NAME_BYTES] = "";

	if (!get_text(text, sizeof(text), from, count) || !is_name(text))
		return refuse(name == inject_wish.site ? "site" : "caller",
			      text, "a function, [module] or nothing");
	mutex_lock(&inject_lock);
	strscpy_pad(name, text, INJECT_NAME_BYTES);
	mutex_unlock(&inject_lock);
	return count;
}

static ssize_t name_read(struct file *file, char __user *to, size_t count,
			 loff_t *pos)
{
	char text[INJECT_NAME_BYTES + 1];
	int length;

	mutex_lock(&inject_lock);
	length = scnprintf(text, sizeof(text), "%s\n",
			   (const char *)file->private_data);
	mutex_unlock(&inject_lock);
	return simple_read_from_buffer(to, count, pos, text, length);
}

static const struct file_operations name_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.read = name_read,
	.write = name_write,
	.llseek = default_llseek,
};

/* False: there was none. */
static bool read_last(struct inject_last *last)
{
	int seq;

	do {
		cond_resched();
		seq = atomic_read(&inject_last.seq);
		smp_rmb(); /* inject.c writes in this order */
		last->ip = READ_ONCE(inject_last.ip);
		last->err = READ_ONCE(inject_last.err);
		last->pid = READ_ONCE(inject_last.pid);
		memcpy(last->comm, inject_last.comm, sizeof(last->comm));
		smp_rmb(); /* and so once more */
	} while (seq & 1 || atomic_read(&inject_last.seq) != seq);
	return seq;
}

static int last_show(struct seq_file *out, void *unused)
{
	struct inject_last last;

	if (!read_last(&last))
		return 0;
	seq_printf(out, "%d ", last.pid);
	seq_escape(out, last.comm, "\n \\");
	seq_printf(out, " %pe %pB\n", ERR_PTR(last.err), (void *)last.ip);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(last);

void inject_init(void)
{
	struct dentry *dir = debugfs_create_dir("inject", files_dir());
	unsigned int i;

	debugfs_create_file("fail-nth", 0600, dir, NULL, &nth_fops);
	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		debugfs_create_file(numbers[i].name, 0600, dir,
				    (void *)&numbers[i], &number_fops);
	debugfs_create_file("site", 0600, dir, inject_wish.site, &name_fops);
	debugfs_create_file("caller", 0600, dir, inject_wish.caller,
			    &name_fops);
	debugfs_create_file("last", 0400, dir, NULL, &last_fops);
}

/* The files are gone: nobody arms any more. */
void inject_exit(void)
{
	unsigned int i;

	cancel_delayed_work_sync(&tidying);
	for (i = 0; i < ARRAY_SIZE(inject_wish.tasks); i++)
		put_pid(inject_wish.tasks[i].pid);
}
