// SPDX-License-Identifier: GPL-2.0
/*
 * The parameters "trap" and "trap_limit", and what the machine's own policy says of
 * faults.
 *
 * A fault that is trapped is an oops that did not come. It leaves the taint of one, so
 * that panic_on_taint= has its say, and counts against a limit, as oopses do against
 * kernel.oops_limit. Where an oops is a panic, by kernel.panic_on_oops, it is to be one:
 * nothing is trapped.
 */
#define pr_fmt(fmt) "kdefer: " fmt

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "sysctl.h"
#include "trap_policy.h"

static const char *const policies[] = {
	[TRAP_OFF] = "off",
	[TRAP_CLIENT] = "client",
	[TRAP_ALL] = "all",
};

enum trap_policy trap_policy = TRAP_CLIENT;

/* To be called when that has changed; NULL while the module is being loaded. */
static void (*on_change)(void);

static int trap_set(const char *val, const struct kernel_param *kp)
{
	int policy = sysfs_match_string(policies, val);

	if (policy < 0) {
		pr_err("trap=%.*s: must be off, client or all\n",
		       (int)strcspn(val, "\n"), val);
		return policy;
	}
	if (policy == TRAP_ALL)
		pr_warn("trap=all: faults and BUG()s of all kernel code below trap_faults() are recovered, whatever it holds; for test kernels only\n");
	WRITE_ONCE(trap_policy, policy);
	if (on_change)
		on_change();
	return 0;
}

static int trap_get(char *buf, const struct kernel_param *kp)
{
	return sysfs_emit(buf, "%s\n", policies[READ_ONCE(trap_policy)]);
}

static const struct kernel_param_ops trap_ops = {
	.set = trap_set,
	.get = trap_get,
};

module_param_cb(trap, &trap_ops, NULL, 0644);
MODULE_PARM_DESC(
	trap,
	"which faults trap_faults() may trap: off, client (default): the client's own, all");

static unsigned int trap_limit = 10000;
module_param(trap_limit, uint, 0644);
MODULE_PARM_DESC(
	trap_limit,
	"how many faults are trapped before they oops; 0: no limit (default: 10000)");

static atomic_t trapped;

/* A taint stays. */
static bool has_tainted;

static int trapped_get(char *buf, const struct kernel_param *kp)
{
	return sysfs_emit(buf, "%u\n", (unsigned int)atomic_read(&trapped));
}

static const struct kernel_param_ops trapped_ops = { .get = trapped_get };

module_param_cb(trap_count, &trapped_ops, NULL, 0444);
MODULE_PARM_DESC(trap_count, "how many faults were trapped");

/* kernel.panic_on_oops, which is not exported; NULL: it is not found. */
static const int *panics_on_oops;

/**
 * trap_policy_init() - find out what the machine's policy is
 * @changed: to be called when trap_is_on() has changed
 *
 * Context: Process context. May sleep.
 */
void trap_policy_init(void (*changed)(void))
{
	panics_on_oops =
		sysctl_find("panic_on_oops", "trap_faults() is not supported");
	on_change = changed;
}

static bool is_beyond_limit(unsigned int count)
{
	unsigned int limit = READ_ONCE(trap_limit);

	return limit && count > limit;
}

static const char beyond_limit[] =
	"as many were as the parameter trap_limit allows";

/**
 * trap_forbidden() - why is no fault trapped?
 *
 * Context: Any context.
 * Return: the reason, or NULL: they may be.
 */
const char *trap_forbidden(void)
{
	if (!trap_is_on())
		return "the parameter trap is off";
	if (!panics_on_oops)
		return "it is not known whether an oops is to be a panic";
	if (READ_ONCE(*panics_on_oops))
		return "kernel.panic_on_oops is set";
	if (is_beyond_limit((unsigned int)atomic_read(&trapped) + 1))
		return beyond_limit;
	return NULL;
}

/**
 * trap_take() - a fault is about to be trapped
 *
 * It is counted, and taints the kernel as an oops does.
 *
 * Context: Any context.
 * Return: NULL; or why it is not trapped: others have reached the limit meanwhile.
 */
const char *trap_take(void)
{
	if (is_beyond_limit(atomic_inc_return(&trapped))) {
		atomic_dec(&trapped);
		return beyond_limit;
	}
	if (unlikely(!READ_ONCE(has_tainted))) {
		WRITE_ONCE(has_tainted, true);
		add_taint(TAINT_DIE, LOCKDEP_STILL_OK);
	}
	return NULL;
}

/**
 * trap_return() - a fault that was about to be trapped is an oops after all
 *
 * Context: Any context.
 */
void trap_return(void)
{
	atomic_dec(&trapped);
}
