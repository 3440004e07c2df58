// SPDX-License-Identifier: GPL-2.0
/*
 * A module that knows nothing of kdefer: writing to /dev/wild what it shall do wrong
 * kills the writer.
 */
#include <linux/bug.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/poison.h>
#include <linux/string.h>
#include <linux/uaccess.h>

static const unsigned long constant = 1;
static unsigned long zero;

typedef void code_fn(void);

static noinline void wild_null(void)
{
	WRITE_ONCE(zero, READ_ONCE(*(unsigned long *)zero));
}

static noinline void wild_poison(void)
{
	WRITE_ONCE(zero, READ_ONCE(*(unsigned long *)LIST_POISON1));
}

static noinline void wild_constant(void)
{
	WRITE_ONCE(*(unsigned long *)&constant, 2);
}

static noinline void wild_call(void)
{
	code_fn *fn = (code_fn *)READ_ONCE(zero);

	fn();
}

static noinline void wild_data(void)
{
	code_fn *fn = (code_fn *)&zero;

	OPTIMIZER_HIDE_VAR(fn);
	fn();
}

static noinline void wild_divide(void)
{
	WRITE_ONCE(zero, 100 / READ_ONCE(zero));
}

static noinline void wild_bug(void)
{
	BUG_ON(!READ_ONCE(zero));
}

static const struct {
	const char *name;
	code_fn *run;
} deeds[] = {
	{ "null", wild_null },	       { "poison", wild_poison },
	{ "constant", wild_constant }, { "call", wild_call },
	{ "data", wild_data },	       { "divide", wild_divide },
	{ "bug", wild_bug },
};

static ssize_t wild_write(struct file *file, const char __user *ubuf,
			  size_t len, loff_t *pos)
{
	char name[16];
	unsigned int i;

	if (!len || len >= sizeof(name))
		return -EINVAL;
	if (copy_from_user(name, ubuf, len))
		return -EFAULT;
	name[len] = '\0';
	for (i = 0; i < ARRAY_SIZE(deeds); i++)
		if (!strcmp(deeds[i].name, strim(name)))
			deeds[i].run();
	return -ENOENT;
}

static const struct file_operations wild_fops = {
	.owner = THIS_MODULE,
	.write = wild_write,
};

static struct miscdevice wild_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "wild",
	.fops = &wild_fops,
};
module_misc_device(wild_device);

MODULE_DESCRIPTION("Plain bugs");
MODULE_LICENSE("GPL");
