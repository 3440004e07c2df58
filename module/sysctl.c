// SPDX-License-Identifier: GPL-2.0
/*
 * Where the kernel keeps an administrator's setting that it does not export.
 */
#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/magic.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/sysctl.h>

#include "hook.h"
#include "symbol.h"
#include "sysctl.h"

#ifdef KDEFER_HOOKS
/**
 * struct reading - a file below /proc/sys is read, and the kernel asked from where
 * @hook:   of what reads settings that are an int
 * @reader: the task that reads
 * @name:   of the setting
 * @data:   where it is
 */
struct reading {
	struct hook hook;
	const struct task_struct *reader;
	const char *name;
	const int *data;
};

/* proc_dointvec(table, ...) */
static void before_read(struct hook *hook, struct pt_regs *call)
{
	struct reading *r = container_of(hook, struct reading, hook);
	const struct ctl_table *table =
		(const void *)regs_get_kernel_argument(call, 0);

	if (current == r->reader && table->procname &&
	    !strcmp(table->procname, r->name) &&
	    table->maxlen == sizeof(*r->data))
		WRITE_ONCE(r->data, table->data);
}

static void read_setting(const char *name)
{
	char path[64], text[16];
	struct file *file;
	loff_t pos = 0;

	snprintf(path, sizeof(path), "/proc/sys/kernel/%s", name);
	/* Whatever is mounted there instead is not read, nor waited for. */
	file = filp_open(path, O_RDONLY | O_NONBLOCK, 0);
	if (IS_ERR(file))
		return;
	if (file_inode(file)->i_sb->s_magic == PROC_SUPER_MAGIC)
		kernel_read(file, text, sizeof(text), &pos);
	filp_close(file, NULL);
}

static const int *sysctl_see(const char *name, const char *without)
{
	/* It goes back to ftrace, which may be slow to forget it. */
	static struct reading r;

	r = (struct reading){
		.hook = {
			.symbol = "proc_dointvec",
			.entered = before_read,
			.without = without,
		},
		.reader = current,
		.name = name,
	};
	hook_set(&r.hook, true);
	read_setting(name);
	hook_set(&r.hook, false);
	return READ_ONCE(r.data);
}
#else
static const int *sysctl_see(const char *name, const char *without)
{
	return NULL;
}
#endif

/**
 * sysctl_find() - where a setting of kernel.* is
 * @name:    its name, and that of the variable
 * @without: what there is not if it cannot be found, for the log
 *
 * A kernel without CONFIG_KALLSYMS_ALL, as Debian's 6.1 for arm64, does not name its variables:
 * there its file is read, which takes /proc.
 *
 * Context: Process context. Sleeps. One at a time.
 * Return: its address; NULL: it is not found.
 */
const int *sysctl_find(const char *name, const char *without)
{
	unsigned long bytes = 0;
	unsigned long at = symbol_find(name, &bytes);

	return bytes >= sizeof(int) ? (const int *)at :
				      sysctl_see(name, without);
}
