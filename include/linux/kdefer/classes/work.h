/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work, workqueues and timers: see <linux/kdefer/classes.h>.
 */
#ifndef _LINUX_KDEFER_CLASSES_WORK_H
#define _LINUX_KDEFER_CLASSES_WORK_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <linux/hrtimer.h>
#include <linux/kdefer/classes/begin.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

/* What they take, for defer() to look at. */
#define __KDEFER_TAKES_destroy_workqueue	~, POINTER
#define __KDEFER_TAKES_cancel_work_sync		~, POINTER
#define __KDEFER_TAKES_cancel_delayed_work_sync	~, POINTER
#define __KDEFER_TAKES_flush_work		~, POINTER
#define __KDEFER_TAKES_timer_delete_sync	~, POINTER
#define __KDEFER_TAKES_hrtimer_cancel		~, POINTER

#ifndef __KDEFER_KERNEL_FREE_destroy_workqueue
__KDEFER_DEFINE_FREE(destroy_workqueue, struct workqueue_struct *, destroy_workqueue(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_cancel_work_sync
__KDEFER_DEFINE_FREE(cancel_work_sync, struct work_struct *, cancel_work_sync(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_cancel_delayed_work_sync
__KDEFER_DEFINE_FREE(cancel_delayed_work_sync, struct delayed_work *, cancel_delayed_work_sync(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_flush_work
__KDEFER_DEFINE_FREE(flush_work, struct work_struct *, flush_work(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_timer_delete_sync
__KDEFER_DEFINE_FREE(timer_delete_sync, struct timer_list *, timer_delete_sync(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_hrtimer_cancel
__KDEFER_DEFINE_FREE(hrtimer_cancel, struct hrtimer *, hrtimer_cancel(_T))
#endif

#endif /* _LINUX_KDEFER_CLASSES_WORK_H */
