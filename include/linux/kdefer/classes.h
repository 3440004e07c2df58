/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_KDEFER_CLASSES_H
#define _LINUX_KDEFER_CLASSES_H

/**
 * DOC: Classes that every kernel has
 *
 * Which classes of DEFINE_FREE(), DEFINE_GUARD() and their kin there are differs between
 * kernels: 6.1 has no ``kvfree`` and no ``spinlock_bh``, 6.12 no ``module_put``, and for
 * the buffer of sb_bread() none has one. This header defines those that the kernel at hand
 * lacks, under the name that later kernels have for them, or under that of the function
 * which gives back. Where the kernel has its own, that is it. So one source builds on all::
 *
 *	#include <linux/kdefer/classes.h>
 *	...
 *	defer_guard(spinlock_bh, &frob->lock);
 *	bh = soft_try_or(sb_bread(sb, block), -EIO);
 *	defer(brelse, bh);
 *
 * They are for defer() and defer_guard(), and for __free() and guard() as well. Those
 * defined here leave NULL and error pointers alone. ``path_put`` is of the variable, a
 * struct path, not of a pointer to it: it is for defer_free() alone.
 *
 * A part of it can be included by itself: <linux/kdefer/classes/lock.h>, for example. The
 * README there says which class comes from where.
 */

#include <linux/kdefer/classes/crypto.h>
#include <linux/kdefer/classes/device.h>
#include <linux/kdefer/classes/fs.h>
#include <linux/kdefer/classes/lock.h>
#include <linux/kdefer/classes/memory.h>
#include <linux/kdefer/classes/net.h>
#include <linux/kdefer/classes/task.h>
#include <linux/kdefer/classes/work.h>

#endif /* _LINUX_KDEFER_CLASSES_H */
