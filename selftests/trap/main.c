// SPDX-License-Identifier: GPL-2.0
/*
 * The device, and who asks for faults to be trapped: see trap.h.
 */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "trap.h"

static unsigned int cleaned;
module_param(cleaned, uint, 0444);
MODULE_PARM_DESC(cleaned, "deferred calls that ran since the last crash");

static unsigned int delay_ms;
module_param(delay_ms, uint, 0644);
MODULE_PARM_DESC(delay_ms, "between trap_faults() and the crash");

static unsigned int rounds = 1;
module_param(rounds, uint, 0644);
MODULE_PARM_DESC(rounds, "how often it happens");

static unsigned int clean_ms;
module_param(clean_ms, uint, 0644);
MODULE_PARM_DESC(clean_ms, "how long a deferred call takes");

static void clean(void *unused)
{
	cleaned++;
	if (clean_ms)
		msleep(clean_ms);
}

RECOVER_FN(long, handled, const struct crash *, crash)
{
	defer_call(clean, NULL);
	defer_recover();
	if (trap_faults())
		return -EOPNOTSUPP;
	if (delay_ms)
		msleep(delay_ms);
	return crash->happen();
}

RECOVER_FN(long, unsafe, const struct crash *, crash)
{
	defer_call(clean, NULL);
	defer_recover();
	if (trap_faults_unsafe())
		return -EOPNOTSUPP;
	return crash->happen();
}

RECOVER_FN(long, unhandled, const struct crash *, crash)
{
	defer_call(clean, NULL);
	if (trap_faults())
		return -EOPNOTSUPP;
	return crash->happen();
}

RECOVER_FN(long, once, const struct crash *, crash)
{
	defer_recover();
	return crash->happen();
}

/* Two under one trap_faults(): the second finds it as the first has left it. */
RECOVER_FN(long, twice, const struct crash *, crash)
{
	defer_recover();
	if (trap_faults())
		return -EOPNOTSUPP;
	once(crash);
	return crash->happen();
}

/* Whether it may be asked for, always. */
RECOVER_FN(long, asked, const struct crash *, crash)
{
	return trap_faults();
}

static long untrapped(const struct crash *crash)
{
	return crash->happen();
}

RECOVER_FN_GLOBAL(long, trapped_read, void *, addr)
{
	defer_recover();
	if (trap_faults())
		return -EOPNOTSUPP;
	return READ_ONCE(*(int *)addr);
}

static const struct {
	const char *name;
	long (*run)(const struct crash *crash);
} ways[] = {
	{ "handled", handled },	    { "unsafe", unsafe },
	{ "unhandled", unhandled }, { "twice", twice },
	{ "untrapped", untrapped }, { "asked", asked },
};

static const struct crash *find_in(const struct crash *c, const char *name)
{
	for (; c->name; c++)
		if (!strcmp(c->name, name))
			return c;
	return NULL;
}

static const struct crash *find(const char *name)
{
	return find_in(crashes, name)		   ?:
		       find_in(arch_crashes, name) ?:
						     find_in(leaks, name);
}

static long run(const char *way, const char *name)
{
	const struct crash *crash = find(name);
	unsigned int i, n;
	long result = 0;

	if (!strcmp(way, "probe"))
		return run_in_probe(name);
	for (i = 0; crash && i < ARRAY_SIZE(ways); i++) {
		if (strcmp(ways[i].name, way))
			continue;
		cleaned = 0;
		for (n = 0; n < rounds && result != -EOPNOTSUPP; n++)
			result = ways[i].run(crash);
		return result;
	}
	return -ENOENT;
}

/* What is written: the way and the crash. */
static ssize_t trap_write(struct file *file, const char __user *ubuf,
			  size_t len, loff_t *pos)
{
	char text[64], *name = text, *way;
	long result;

	if (!len || len >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, ubuf, len))
		return -EFAULT;
	text[len] = '\0';
	name = strim(text);
	way = strsep(&name, " ");
	result = run(way, name ?: "");
	return result ?: len;
}

static const struct file_operations trap_fops = {
	.owner = THIS_MODULE,
	.write = trap_write,
};

static struct miscdevice trap_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "trap",
	.fops = &trap_fops,
};
module_misc_device(trap_device);

MODULE_DESCRIPTION("Tests of what trap_faults() may trap");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
