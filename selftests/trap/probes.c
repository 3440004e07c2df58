// SPDX-License-Identifier: GPL-2.0
/*
 * Handlers of probes: where faults can be trapped in them, and beside them.
 */
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../compat.h"
#include "trap.h"

static long in_handler;

static noinline void probed(void)
{
	barrier();
}

/* There is nothing of ftrace at its entry. */
static noinline notrace void untraced(void)
{
	barrier();
}

static int read_in_handler(struct kprobe *probe, struct pt_regs *regs)
{
	in_handler = trapped_read(NULL);
	return 0;
}

static int read_in_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	in_handler = trapped_read(NULL);
	return 0;
}

/* It keeps the probe from becoming a jump. */
static void at_end(struct kprobe *probe, struct pt_regs *regs,
		   unsigned long flags)
{
}

/* At the entry a probe is a call by ftrace; where nobody traces it is a breakpoint. */
static long run_kprobe(void (*function)(void))
{
	struct kprobe probe = {
		.addr = (kprobe_opcode_t *)function,
		.pre_handler = read_in_handler,
		.post_handler = at_end,
	};
	int err = register_kprobe(&probe);

	if (err)
		return err;
	in_handler = 0;
	function();
	unregister_kprobe(&probe);
	return in_handler;
}

static long run_kretprobe(void)
{
	struct kretprobe *probe = kzalloc(sizeof(*probe), GFP_KERNEL);
	int err;

	probe->kp.addr = (kprobe_opcode_t *)probed;
	probe->handler = read_in_return;
	err = register_kretprobe(probe);
	in_handler = 0;
	if (!err)
		probed();
	unregister_kretprobe(probe);
	kfree(probe);
	return err ?: in_handler;
}

/* Somebody's handler that takes its time, and a timer of ours that faults meanwhile. */
static int take_long(struct kprobe *probe, struct pt_regs *regs)
{
	udelay(50);
	return 0;
}

static unsigned int survived, fired;

static enum hrtimer_restart fault_in_timer(struct hrtimer *timer)
{
	fired++;
	survived += trapped_read(NULL) == -EFAULT;
	hrtimer_forward_now(timer, ns_to_ktime(300 * NSEC_PER_USEC));
	return fired < 2000 ? HRTIMER_RESTART : HRTIMER_NORESTART;
}

/* The number of faults that were not trapped: those would have been the end. */
static long run_timer(void)
{
	struct kprobe probe = {
		.addr = (kprobe_opcode_t *)probed,
		.pre_handler = take_long,
	};
	struct hrtimer timer;
	int err = register_kprobe(&probe);

	if (err)
		return err;
	survived = 0;
	fired = 0;
	/* It fires on this task, not on an idle processor, where arm64 traps nothing. */
	migrate_disable();
	hrtimer_setup_on_stack(&timer, fault_in_timer, CLOCK_MONOTONIC,
			       HRTIMER_MODE_REL_PINNED_HARD);
	hrtimer_start(&timer, ns_to_ktime(300 * NSEC_PER_USEC),
		      HRTIMER_MODE_REL_PINNED_HARD);
	while (READ_ONCE(fired) < 2000) {
		probed();
		cond_resched();
	}
	hrtimer_cancel(&timer);
	destroy_hrtimer_on_stack(&timer);
	migrate_enable();
	unregister_kprobe(&probe);
	return survived == fired ? 0 : -EIO;
}

long run_in_probe(const char *name)
{
	if (!strcmp(name, "entry"))
		return run_kprobe(probed);
	if (!strcmp(name, "breakpoint"))
		return run_kprobe(untraced);
	if (!strcmp(name, "return"))
		return run_kretprobe();
	if (!strcmp(name, "timer"))
		return run_timer();
	return -ENOENT;
}
