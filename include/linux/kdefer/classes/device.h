/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Devices: see <linux/kdefer/classes.h>.
 */
#ifndef _LINUX_KDEFER_CLASSES_DEVICE_H
#define _LINUX_KDEFER_CLASSES_DEVICE_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/kdefer/classes/begin.h>
#include <linux/kobject.h>
#include <linux/platform_device.h>

/* What they take, for defer() to look at. */
#define __KDEFER_TAKES_platform_device_put	~, POINTER
#define __KDEFER_TAKES_debugfs_remove		~, POINTER

#ifndef __KDEFER_KERNEL_FREE_kobject_put
__KDEFER_DEFINE_FREE(kobject_put, struct kobject *, kobject_put(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_platform_device_put
__KDEFER_DEFINE_FREE(platform_device_put, struct platform_device *, platform_device_put(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_debugfs_remove
__KDEFER_DEFINE_FREE(debugfs_remove, struct dentry *, debugfs_remove(_T))
#endif
#ifndef __KDEFER_KERNEL_CLASS_device
DEFINE_GUARD(device, struct device *, device_lock(_T), device_unlock(_T))
#endif
#ifndef __KDEFER_KERNEL_CLASS_device_intr
DEFINE_GUARD_COND(device, _intr, device_lock_interruptible(_T) == 0)
#endif
#ifndef __KDEFER_KERNEL_CLASS_disable_irq
DEFINE_LOCK_GUARD_1(disable_irq, int, disable_irq(*_T->lock), enable_irq(*_T->lock))
#endif

#endif /* _LINUX_KDEFER_CLASSES_DEVICE_H */
