// SPDX-License-Identifier: GPL-2.0
/*
 * The device that runs the cases.
 */
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <linux/uaccess.h>

#include "faults.h"

static const struct fault_case no_cases[] = { {} };

/* The first is another module's. */
/* clang-format off */
static const struct fault_case *tables[] = {
	no_cases,
	class_cases,
	arch_class_cases,
	nesting_cases,
	null_call_cases,
	context_cases,
	kernel_code_cases,
#ifdef CONFIG_KFENCE
	kfence_cases,
#endif
	tracer_cases,
	report_cases,
	rounds_cases,
	untrapped_cases,
	parser_cases,
};

/* clang-format on */

void faults_add_cases(const struct fault_case *cases)
{
	tables[0] = cases ?: no_cases;
}
EXPORT_SYMBOL_GPL(faults_add_cases);

static const struct fault_case *find_case(const char *name)
{
	const struct fault_case *c;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(tables); i++)
		for (c = tables[i]; c->name; c++)
			if (!strcmp(c->name, name))
				return c;
	return NULL;
}

static ssize_t faults_write(struct file *file, const char __user *ubuf,
			    size_t len, loff_t *pos)
{
	const struct fault_case *c;
	char name[64];

	if (!len || len >= sizeof(name))
		return -EINVAL;
	if (copy_from_user(name, ubuf, len))
		return -EFAULT;
	name[len] = '\0';
	c = find_case(strim(name));
	if (!c)
		return -ENOENT;
	check_reset();
	c->run();
	return check_all_passed() ? len : -EIO;
}

static ssize_t faults_read(struct file *file, char __user *ubuf, size_t len,
			   loff_t *pos)
{
	return check_read(ubuf, len, pos);
}

static const struct file_operations faults_fops = {
	.owner = THIS_MODULE,
	.write = faults_write,
	.read = faults_read,
	.llseek = default_llseek,
};

static struct miscdevice faults_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "faults",
	.fops = &faults_fops,
};

/* The names of all cases, one per line. */
static int names_get(char *buf, const struct kernel_param *kp)
{
	const struct fault_case *c;
	unsigned int i;
	int len = 0;

	for (i = 0; i < ARRAY_SIZE(tables); i++)
		for (c = tables[i]; c->name; c++)
			len += sysfs_emit_at(buf, len, "%s\n", c->name);
	return len;
}

static const struct kernel_param_ops names_ops = { .get = names_get };

module_param_cb(names, &names_ops, NULL, 0444);
MODULE_PARM_DESC(names, "the names of all cases");

static int __init faults_init(void)
{
	return misc_register(&faults_device);
}

static void __exit faults_exit(void)
{
	misc_deregister(&faults_device);
}

module_init(faults_init);
module_exit(faults_exit);

MODULE_DESCRIPTION("Tests of trap_faults()");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
