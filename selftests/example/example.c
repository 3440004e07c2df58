// SPDX-License-Identifier: GPL-2.0
/*
 * The examples of README.md and <linux/kdefer.h>, word for word, and as little around
 * them as makes a device of them: ./check compares.
 */
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include <linux/kdefer.h>

/* A list of numbers, a line each. The last one stays. */
struct frob {
	struct miscdevice device; /* first: misc_open() leaves it in the file */
	struct mutex lock; /* of what follows */
	unsigned int line;
	int number;
};

static void frob_parse(struct frob *frob, char *text);

RECOVER_FN(ssize_t, frob_write, struct file *, file, const char __user *, ubuf,
	   size_t, len, loff_t *, pos)
{
	struct frob *frob = file->private_data;
	char *text;

	defer_recover();
	defer_guard(mutex, &frob->lock);

	if (len > PAGE_SIZE)
		soft_panic(-E2BIG, "%zu bytes", len);
	text = soft_try(memdup_user_nul(ubuf, len));
	defer(kfree, text);

	frob_parse(frob, text);
	return len;
}

static void frob_number(struct frob *frob, const char *s)
{
	if (kstrtoint(s, 10, &frob->number))
		soft_panic(-EINVAL, "line %u: '%s' is not a number", frob->line,
			   s);
}

static const struct file_operations frob_fops = {
	.owner = THIS_MODULE,
	.write = frob_write,
};

static void frob_parse(struct frob *frob, char *text)
{
	char *s;

	for (frob->line = 1; (s = strsep(&text, "\n")); frob->line++)
		if (*s)
			frob_number(frob, s);
}

static char *frob_word(struct defer_frame *frame, const char *text)
{
	char *word = soft_try(kstrdup(text, GFP_KERNEL));

	defer_to(frame, kfree, word);
	return word;
}

static void frob_complain(struct soft_panic *p, void *data)
{
	struct frob *frob = data;
	char why[80];

	if (!p)
		return;
	soft_panic_message(p, why, sizeof(why));
	pr_warn("frob %d: %pe: %s\n", frob->number, ERR_PTR(p->err), why);
	recover(p, IRQ_NONE);
}

static void frob_drain(struct frob *frob)
{
	if (frob->number < 0)
		soft_panic(-ERANGE, "less than nothing");
}

RECOVER_FN(irqreturn_t, frob_irq, int, irq, void *, data)
{
	defer_recover_with(frob_complain, data);
	frob_drain(data);
	return IRQ_HANDLED;
}

static struct frob frob = {
	.device = {
		.minor = MISC_DYNAMIC_MINOR,
		.name = "frob",
		.fops = &frob_fops,
	},
	.lock = __MUTEX_INITIALIZER(frob.lock),
};

static_assert(offsetof(struct frob, device) == 0);

RECOVER_FN(int, frob_start)
{
	defer_recover();
	if (strcmp(frob_word(defer_frame(), "word"), "word"))
		soft_panic(-EIO, "a copy differs");
	return misc_register(&frob.device);
}

static int __init frob_init(void)
{
	return frob_start();
}
module_init(frob_init);

static void __exit frob_exit(void)
{
	misc_deregister(&frob.device);
}
module_exit(frob_exit);

/* Another one, of kdefer(9): who is asked for a number that is none says 0. */
struct table {
	struct mutex lock; /* of what follows */
	int value;
};

static void table_line(struct table *t, char *s)
{
	if (kstrtoint(s, 10, &t->value))
		soft_panic(-EINVAL, "'%s' is not a number", s);
}

DEFER_FN(void, table_lines, struct table *, t, const char *, text)
{
	char *copy, *rest, *s;

	copy = soft_try(kstrdup(text, GFP_KERNEL));
	defer(kfree, copy);
	for (rest = copy; (s = strsep(&rest, "\n"));)
		table_line(t, s);
}

static void table_complain(struct soft_panic *p, void *arg)
{
	char why[80];

	if (!p || p->err != -EINVAL)
		return;
	soft_panic_message(p, why, sizeof(why));
	pr_notice("%s\n", why);
	recover(p, 0);
}

RECOVER_FN(int, read_table, struct table *, t, const char *, text)
{
	defer_recover();
	defer_guard(mutex, &t->lock);
	defer_recover_with(table_complain, NULL);
	table_lines(t, text);
	return t->value;
}

static struct table table = { .lock = __MUTEX_INITIALIZER(table.lock) };
static int table_result;

static int table_set(const char *text, const struct kernel_param *kp)
{
	table_result = read_table(&table, text);
	return mutex_is_locked(&table.lock) ? -EBUSY : 0;
}

static int table_get(char *text, const struct kernel_param *kp)
{
	return sysfs_emit(text, "%d\n", table_result);
}

static const struct kernel_param_ops table_ops = {
	.set = table_set,
	.get = table_get,
};

module_param_cb(table, &table_ops, NULL, 0644);

/* What the interrupt says. */
static int irq_get(char *text, const struct kernel_param *kp)
{
	return sysfs_emit(text, "%d\n", frob_irq(0, &frob));
}

static const struct kernel_param_ops irq_ops = {
	.get = irq_get,
};

module_param_cb(irq, &irq_ops, NULL, 0444);
module_param_named(number, frob.number, int, 0444);

MODULE_DESCRIPTION("The examples of kdefer's documentation");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
