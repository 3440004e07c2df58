/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Locks: see <linux/kdefer/classes.h>.
 */
#ifndef _LINUX_KDEFER_CLASSES_LOCK_H
#define _LINUX_KDEFER_CLASSES_LOCK_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <linux/bottom_half.h>
#include <linux/console.h>
#include <linux/cpu.h>
#include <linux/kdefer/classes/begin.h>
#include <linux/mutex.h>
#include <linux/percpu-rwsem.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/semaphore.h>
#include <linux/spinlock.h>

/*
 * Spinlocks that may not be had, where the kernel has no way to define them: as of
 * DEFINE_GUARD_COND() in <linux/kdefer/prefixed.h>. A guard of such a kernel leaves a lock
 * alone that it has not.
 */
#ifndef DEFINE_LOCK_GUARD_1_COND
#define DEFINE_LOCK_GUARD_1_COND(_name, _ext, _condlock)		\
	typedef const class_##_name##_t class_##_name##_ext##_t;	\
	static inline void						\
	class_##_name##_ext##_destructor(class_##_name##_ext##_t *p)	\
	{								\
		class_##_name##_t guard = *p;				\
									\
		class_##_name##_destructor(&guard);			\
	}								\
	static inline class_##_name##_t					\
	class_##_name##_ext##_constructor(typeof(((class_##_name##_t *)NULL)->lock) l) \
	{								\
		class_##_name##_t guard = { .lock = l }, *_T = &guard;	\
									\
		if (l && !(_condlock))					\
			guard.lock = NULL;				\
		return guard;						\
	}								\
	static inline void *						\
	class_##_name##_ext##_lock_ptr(class_##_name##_ext##_t *p)	\
	{								\
		return (void *)p->lock;					\
	}
#endif

#ifndef __KDEFER_KERNEL_CLASS_spinlock_bh
DEFINE_LOCK_GUARD_1(spinlock_bh, spinlock_t, spin_lock_bh(_T->lock), spin_unlock_bh(_T->lock))
#endif
#ifndef __KDEFER_KERNEL_CLASS_spinlock_try
DEFINE_LOCK_GUARD_1_COND(spinlock, _try, spin_trylock(_T->lock))
#endif
#ifndef __KDEFER_KERNEL_CLASS_spinlock_bh_try
DEFINE_LOCK_GUARD_1_COND(spinlock_bh, _try, spin_trylock_bh(_T->lock))
#endif
#ifndef __KDEFER_KERNEL_CLASS_spinlock_irq_try
DEFINE_LOCK_GUARD_1_COND(spinlock_irq, _try, spin_trylock_irq(_T->lock))
#endif
#ifndef __KDEFER_KERNEL_CLASS_spinlock_irqsave_try
DEFINE_LOCK_GUARD_1_COND(spinlock_irqsave, _try, spin_trylock_irqsave(_T->lock, _T->flags))
#endif
#ifndef __KDEFER_KERNEL_CLASS_raw_spinlock_bh
DEFINE_LOCK_GUARD_1(raw_spinlock_bh, raw_spinlock_t,
		    raw_spin_lock_bh(_T->lock),
		    raw_spin_unlock_bh(_T->lock))
#endif
#ifndef __KDEFER_KERNEL_CLASS_raw_spinlock_try
DEFINE_LOCK_GUARD_1_COND(raw_spinlock, _try, raw_spin_trylock(_T->lock))
#endif
#ifndef __KDEFER_KERNEL_CLASS_raw_spinlock_bh_try
DEFINE_LOCK_GUARD_1_COND(raw_spinlock_bh, _try, raw_spin_trylock_bh(_T->lock))
#endif
#ifndef __KDEFER_KERNEL_CLASS_raw_spinlock_irq_try
DEFINE_LOCK_GUARD_1_COND(raw_spinlock_irq, _try, raw_spin_trylock_irq(_T->lock))
#endif
#ifndef __KDEFER_KERNEL_CLASS_raw_spinlock_irqsave_try
DEFINE_LOCK_GUARD_1_COND(raw_spinlock_irqsave, _try,
			 raw_spin_trylock_irqsave(_T->lock, _T->flags))
#endif
#ifndef __KDEFER_KERNEL_CLASS_read_lock
DEFINE_LOCK_GUARD_1(read_lock, rwlock_t, read_lock(_T->lock), read_unlock(_T->lock))
#endif
#ifndef __KDEFER_KERNEL_CLASS_read_lock_bh
DEFINE_LOCK_GUARD_1(read_lock_bh, rwlock_t, read_lock_bh(_T->lock), read_unlock_bh(_T->lock))
#endif
#ifndef __KDEFER_KERNEL_CLASS_read_lock_irq
DEFINE_LOCK_GUARD_1(read_lock_irq, rwlock_t, read_lock_irq(_T->lock), read_unlock_irq(_T->lock))
#endif
#ifndef __KDEFER_KERNEL_CLASS_read_lock_irqsave
DEFINE_LOCK_GUARD_1(read_lock_irqsave, rwlock_t,
		    read_lock_irqsave(_T->lock, _T->flags),
		    read_unlock_irqrestore(_T->lock, _T->flags),
		    unsigned long flags)
#endif
#ifndef __KDEFER_KERNEL_CLASS_write_lock
DEFINE_LOCK_GUARD_1(write_lock, rwlock_t, write_lock(_T->lock), write_unlock(_T->lock))
#endif
#ifndef __KDEFER_KERNEL_CLASS_write_lock_bh
DEFINE_LOCK_GUARD_1(write_lock_bh, rwlock_t, write_lock_bh(_T->lock), write_unlock_bh(_T->lock))
#endif
#ifndef __KDEFER_KERNEL_CLASS_write_lock_irq
DEFINE_LOCK_GUARD_1(write_lock_irq, rwlock_t,
		    write_lock_irq(_T->lock),
		    write_unlock_irq(_T->lock))
#endif
#ifndef __KDEFER_KERNEL_CLASS_write_lock_irqsave
DEFINE_LOCK_GUARD_1(write_lock_irqsave, rwlock_t,
		    write_lock_irqsave(_T->lock, _T->flags),
		    write_unlock_irqrestore(_T->lock, _T->flags),
		    unsigned long flags)
#endif
#ifndef __KDEFER_KERNEL_CLASS_mutex_kill
DEFINE_GUARD_COND(mutex, _kill, mutex_lock_killable(_T) == 0)
#endif
#ifndef __KDEFER_KERNEL_CLASS_rwsem_read_try
DEFINE_GUARD_COND(rwsem_read, _try, down_read_trylock(_T))
#endif
#ifndef __KDEFER_KERNEL_CLASS_rwsem_read_intr
DEFINE_GUARD_COND(rwsem_read, _intr, down_read_interruptible(_T) == 0)
#endif
#ifndef __KDEFER_KERNEL_CLASS_rwsem_write_try
DEFINE_GUARD_COND(rwsem_write, _try, down_write_trylock(_T))
#endif
#ifndef __KDEFER_KERNEL_CLASS_rwsem_write_kill
DEFINE_GUARD_COND(rwsem_write, _kill, down_write_killable(_T) == 0)
#endif
#ifndef __KDEFER_KERNEL_CLASS_percpu_read
DEFINE_GUARD(percpu_read, struct percpu_rw_semaphore *,
	     percpu_down_read(_T), percpu_up_read(_T))
#endif
#ifndef __KDEFER_KERNEL_CLASS_percpu_read_try
DEFINE_GUARD_COND(percpu_read, _try, percpu_down_read_trylock(_T))
#endif
#ifndef __KDEFER_KERNEL_CLASS_percpu_write
DEFINE_GUARD(percpu_write, struct percpu_rw_semaphore *,
	     percpu_down_write(_T), percpu_up_write(_T))
#endif
#ifndef __KDEFER_KERNEL_CLASS_semaphore
DEFINE_GUARD(semaphore, struct semaphore *, down(_T), up(_T))
#endif
#ifndef __KDEFER_KERNEL_CLASS_semaphore_try
DEFINE_GUARD_COND(semaphore, _try, down_trylock(_T) == 0)
#endif
#ifndef __KDEFER_KERNEL_CLASS_semaphore_intr
DEFINE_GUARD_COND(semaphore, _intr, down_interruptible(_T) == 0)
#endif
#ifndef __KDEFER_KERNEL_CLASS_bh
DEFINE_LOCK_GUARD_0(bh, local_bh_disable(), local_bh_enable())
#endif
#ifndef __KDEFER_KERNEL_CLASS_rcu_bh
DEFINE_LOCK_GUARD_0(rcu_bh, rcu_read_lock_bh(), rcu_read_unlock_bh())
#endif
#ifndef __KDEFER_KERNEL_CLASS_cpus_read_lock
DEFINE_LOCK_GUARD_0(cpus_read_lock, cpus_read_lock(), cpus_read_unlock())
#endif
#ifndef __KDEFER_KERNEL_CLASS_console_lock
DEFINE_LOCK_GUARD_0(console_lock, console_lock(), console_unlock())
#endif

#endif /* _LINUX_KDEFER_CLASSES_LOCK_H */
