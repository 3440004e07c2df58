/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests need, and older kernels call otherwise. (The module's own is
 * module/compat.h.)
 */
#ifndef KDEFER_TEST_COMPAT_H
#define KDEFER_TEST_COMPAT_H

#include <linux/cred.h>
#include <linux/hrtimer.h>
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/timer.h>
#include <linux/sched.h>
#include <linux/version.h>

/* What kretprobes keep per task, or NULL. */
static inline void *kept_by_kretprobes(void)
{
#if defined(CONFIG_RETHOOK)
	return current->rethooks.first;
#elif defined(CONFIG_KRETPROBES)
	return current->kretprobe_instances.first;
#else
	return NULL;
#endif
}

/* 6.13 has a timer's function set together with the rest (908a1d775422). */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
static inline void
hrtimer_setup(struct hrtimer *timer,
	      enum hrtimer_restart (*function)(struct hrtimer *),
	      clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = function;
}

static inline void
hrtimer_setup_on_stack(struct hrtimer *timer,
		       enum hrtimer_restart (*function)(struct hrtimer *),
		       clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init_on_stack(timer, clock, mode);
	timer->function = function;
}
#endif

/* 6.16 renamed it. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 16, 0)
#define timer_destroy_on_stack destroy_timer_on_stack
#endif

/* 7.3 counts how often interrupts were disabled so. */
#ifdef HARDIRQ_DISABLE_MASK
#include <linux/interrupt_rc.h>

static inline void counted_irq_disable(void)
{
	local_interrupt_disable();
}

static inline void counted_irq_enable(void)
{
	local_interrupt_enable();
}
#else
static inline void counted_irq_disable(void)
{
	local_irq_disable();
}

static inline void counted_irq_enable(void)
{
	local_irq_enable();
}
#endif

/*
 * The task acts with these credentials, to which nobody else has a reference then. 6.13
 * leaves it to who overrides them.
 */
static inline void creds_override(struct cred *creds)
{
	override_creds(creds);
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
	put_cred(creds);
#endif
}

static inline void creds_revert(void)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
	revert_creds(current_real_cred());
#else
	put_cred(revert_creds(current_real_cred()));
#endif
}

#endif /* KDEFER_TEST_COMPAT_H */
