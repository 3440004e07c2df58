/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Files and file systems: see <linux/kdefer/classes.h>.
 */
#ifndef _LINUX_KDEFER_CLASSES_FS_H
#define _LINUX_KDEFER_CLASSES_FS_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <linux/buffer_head.h>
#include <linux/dcache.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kdefer/classes/begin.h>
#include <linux/mount.h>
#include <linux/path.h>
#include <linux/posix_acl.h>

/* What they take, for defer() to look at. */
#define __KDEFER_TAKES_iput			~, POINTER
#define __KDEFER_TAKES_dput			~, POINTER
#define __KDEFER_TAKES_mntput			~, POINTER
#define __KDEFER_TAKES_brelse			~, POINTER
#define __KDEFER_TAKES_posix_acl_release	~, POINTER

#ifndef __KDEFER_KERNEL_FREE_iput
__KDEFER_DEFINE_FREE(iput, struct inode *, iput(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_dput
__KDEFER_DEFINE_FREE(dput, struct dentry *, dput(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_mntput
__KDEFER_DEFINE_FREE(mntput, struct vfsmount *, mntput(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_brelse
__KDEFER_DEFINE_FREE(brelse, struct buffer_head *, brelse(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_posix_acl_release
__KDEFER_DEFINE_FREE(posix_acl_release, struct posix_acl *, posix_acl_release(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_put_unused_fd
DEFINE_FREE(put_unused_fd, int, if (_T >= 0) put_unused_fd(_T))
#endif
/* Of the variable itself, a struct path: for defer_free() and __free() alone. */
#ifndef __KDEFER_KERNEL_FREE_path_put
#define __free_path_put	path_put
#endif
#ifndef __KDEFER_KERNEL_CLASS_fd_raw
DEFINE_CLASS(fd_raw, struct fd, fdput(_T), fdget_raw(fd), int fd)
#endif
#ifndef __KDEFER_KERNEL_CLASS_super_write
DEFINE_GUARD(super_write, struct super_block *, sb_start_write(_T), sb_end_write(_T))
#endif
#ifndef __KDEFER_KERNEL_CLASS_inode_lock
DEFINE_GUARD(inode_lock, struct inode *, inode_lock(_T), inode_unlock(_T))
#endif
#ifndef __KDEFER_KERNEL_CLASS_inode_lock_shared
DEFINE_GUARD(inode_lock_shared, struct inode *, inode_lock_shared(_T), inode_unlock_shared(_T))
#endif

#endif /* _LINUX_KDEFER_CLASSES_FS_H */
