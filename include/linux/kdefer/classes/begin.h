/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What each part of <linux/kdefer/classes.h> begins with. Whether the kernel has a class is
 * known to kdefer.mk, by the script kdefer-classes: to the preprocessor a function is
 * nothing, and a version says little of a kernel with backports.
 */
#ifndef _LINUX_KDEFER_CLASSES_BEGIN_H
#define _LINUX_KDEFER_CLASSES_BEGIN_H

#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/kdefer/prefixed.h>

#ifndef KDEFER_CLASSES
#error "kdefer: <linux/kdefer/classes.h>: include kdefer.mk in the Kbuild"
#endif

/* One that leaves NULL and error pointers alone; @_free is an expression of _T. */
#define __KDEFER_DEFINE_FREE(_name, _type, _free) \
	DEFINE_FREE(_name, _type, if (!IS_ERR_OR_NULL(_T)) _free)

#endif /* _LINUX_KDEFER_CLASSES_BEGIN_H */
