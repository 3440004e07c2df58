/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a context can hold that a module can read: the question that a handler asks
 * on the normal path, and hardly ever with another answer than "nothing".
 */
#ifndef _LINUX_KDEFER_CONTEXT_H
#define _LINUX_KDEFER_CONTEXT_H

#include <linux/irqflags.h>
#include <linux/lockdep.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/thread_info.h>

/* The scopes of memalloc_nofs_save() and its kin. */
#define KDEFER_MEMALLOC \
	(PF_MEMALLOC | PF_MEMALLOC_NOFS | PF_MEMALLOC_NOIO | PF_MEMALLOC_PIN)

/* Where there is one processor only, migration has no count. */
static __always_inline int
kdefer_migration_depth(const struct task_struct *task)
{
#ifdef CONFIG_SMP
	return task->migration_disabled;
#else
	return 0;
#endif
}

/*
 * Local mappings are counted only where they are more than an address; a debug
 * kernel leaves a gap after each.
 */
static __always_inline int kdefer_kmap_depth(const struct task_struct *task)
{
#ifdef CONFIG_KMAP_LOCAL
	return task->kmap_ctrl.idx /
	       (IS_ENABLED(CONFIG_DEBUG_KMAP_LOCAL) ? 2 : 1);
#else
	return 0;
#endif
}

/* Not zero while a task acts with other credentials than its own. */
static __always_inline unsigned long
kdefer_override(const struct task_struct *task)
{
	return (unsigned long)rcu_access_pointer(task->cred) ^
	       (unsigned long)rcu_access_pointer(task->real_cred);
}

/*
 * Levels of preemption, interrupts and bottom halves that are held. PREEMPT_RT counts the
 * last in the task, in the same bits.
 */
static __always_inline unsigned int kdefer_levels(void)
{
#ifdef CONFIG_PREEMPT_RT
	return preempt_count() | softirq_count();
#else
	return preempt_count();
#endif
}

/*
 * Where a kernel FPU section is the task's own, and can be preempted, a flag of the thread
 * says so; elsewhere it is counted with what it disables.
 */
static __always_inline bool kdefer_fpu_flag(void)
{
#ifdef TIF_KERNEL_FPSTATE
	return test_thread_flag(TIF_KERNEL_FPSTATE);
#else
	return false;
#endif
}

/*
 * False in an interrupt as well: its level counts. Of an FPU section the levels say
 * that are held with it, or the flag.
 */
static __always_inline bool kdefer_holds_nothing(void)
{
	const struct task_struct *task = current;
	unsigned int counts =
		kdefer_levels() | rcu_preempt_depth() |
		task->pagefault_disabled | kdefer_migration_depth(task) |
		kdefer_kmap_depth(task) | lockdep_depth(task) |
		(task->flags & KDEFER_MEMALLOC) | READ_ONCE(task->__state) |
		irqs_disabled() | kdefer_fpu_flag();

	return !(counts | (unsigned long)task->journal_info |
		 kdefer_override(task));
}

#endif /* _LINUX_KDEFER_CONTEXT_H */
