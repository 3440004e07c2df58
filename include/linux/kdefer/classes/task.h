/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tasks, their credentials, and modules: see <linux/kdefer/classes.h>.
 */
#ifndef _LINUX_KDEFER_CLASSES_TASK_H
#define _LINUX_KDEFER_CLASSES_TASK_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <linux/cred.h>
#include <linux/kdefer/classes/begin.h>
#include <linux/key.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/pid.h>
#include <linux/sched/task.h>

/* What they take, for defer() to look at. */
#define __KDEFER_TAKES_put_cred			~, POINTER
#define __KDEFER_TAKES_put_pid			~, POINTER
#define __KDEFER_TAKES_key_put			~, POINTER
#define __KDEFER_TAKES_kthread_stop		~, POINTER

#ifndef __KDEFER_KERNEL_FREE_put_cred
__KDEFER_DEFINE_FREE(put_cred, struct cred *, put_cred(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_put_pid
__KDEFER_DEFINE_FREE(put_pid, struct pid *, put_pid(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_key_put
__KDEFER_DEFINE_FREE(key_put, struct key *, key_put(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_module_put
__KDEFER_DEFINE_FREE(module_put, struct module *, module_put(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_kthread_stop
__KDEFER_DEFINE_FREE(kthread_stop, struct task_struct *, kthread_stop(_T))
#endif
#ifndef __KDEFER_KERNEL_CLASS_task_lock
DEFINE_GUARD(task_lock, struct task_struct *, task_lock(_T), task_unlock(_T))
#endif
#ifndef __KDEFER_KERNEL_CLASS_override_creds
DEFINE_CLASS(override_creds, const struct cred *, revert_creds(_T),
	     override_creds(override_cred), const struct cred *override_cred)
#endif

#endif /* _LINUX_KDEFER_CLASSES_TASK_H */
