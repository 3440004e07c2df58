// SPDX-License-Identifier: GPL-2.0
/*
 * Gates, and between them a function of the kernel that somebody may trace:
 *
 *	| try_bus()		RECOVER_FN, one deferred call	|
 *	| scan_bus()		DEFER_FN, one deferred call	|
 *	| bus_for_each_dev()	and its tracer's trampoline	|
 *	| visit()		RECOVER_FN, one deferred call	|
 *
 * and the same with filp_open(), below which a driver's open() faults.
 */
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/platform_device.h>

#include <linux/kdefer.h>

#include "bpf.h"

enum { PANIC, EXIT, LOOK };

/* What soft_panicking() said while the panic was on its way out, and without one. */
static bool was_panicking, is_panicking;

static void look(void *unused)
{
	const struct soft_panic *p = soft_panicking();

	was_panicking = p && p->err == GAVE_UP;
}

/* A RECOVER_FN that recovers nothing: an exit goes past it. */
RECOVER_FN(int, visit, struct device *, dev, void *, what)
{
	defer_call(clean, NULL);
	defer_call(look, NULL);
	if (what == (void *)EXIT)
		soft_exit(EXITED);
	if (what == (void *)LOOK) {
		is_panicking = soft_panicking();
		return 1;
	}
	soft_panic(GAVE_UP, "asked to");
}

/* It keeps a reference on the device, which stays for as long as the machine does. */
DEFER_FN(int, scan_bus, long, what)
{
	int n;

	defer_call(clean, NULL);
	n = bus_for_each_dev(&platform_bus_type, NULL, (void *)what, visit);
	barrier();
	return n;
}

RECOVER_FN(int, try_bus, long, what)
{
	defer_recover();
	defer_call(clean, NULL);
	return scan_bus(what);
}

static void begin(void)
{
	atomic_set(&cleaned, 0);
	was_panicking = false;
	is_panicking = false;
}

void case_bus(struct seq_file *out)
{
	int err;

	begin();
	err = try_bus(PANIC);
	seq_printf(out, "%d %d %d", err, atomic_read(&cleaned), was_panicking);
}

void case_bus_exit(struct seq_file *out)
{
	int err;

	begin();
	err = try_bus(EXIT);
	seq_printf(out, "%d %d %d", err, atomic_read(&cleaned), was_panicking);
}

void case_bus_panicking(struct seq_file *out)
{
	int n;

	begin();
	n = try_bus(LOOK);
	seq_printf(out, "%d %d %d", n, atomic_read(&cleaned), is_panicking);
}

/* The script makes the node. What filp_open() held, a file and its name, is lost. */
static int faulty_open(struct inode *inode, struct file *file)
{
	const int *null = (const int *)inode->i_private;

	return READ_ONCE(null[4]);
}

static const struct file_operations faulty_fops = {
	.open = faulty_open,
};

static int faulty_major;

RECOVER_FN(int, try_open, const char *, path)
{
	struct file *file;

	defer_recover();
	defer_call(clean, NULL);
	if (trap_faults())
		return -EOPNOTSUPP;
	file = filp_open(path, O_RDONLY, 0);
	barrier();
	return PTR_ERR_OR_ZERO(file);
}

void case_open_fault(struct seq_file *out)
{
	int err;

	begin();
	err = try_open("/dev/faulty");
	seq_printf(out, "%d %d", err, atomic_read(&cleaned));
}

int ways_init(void)
{
	faulty_major = register_chrdev(0, "bpf_faulty", &faulty_fops);
	return min(faulty_major, 0);
}

void ways_exit(void)
{
	unregister_chrdev(faulty_major, "bpf_faulty");
}
