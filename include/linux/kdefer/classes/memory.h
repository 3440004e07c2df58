/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory, pages, and scopes of allocations: see <linux/kdefer/classes.h>.
 */
#ifndef _LINUX_KDEFER_CLASSES_MEMORY_H
#define _LINUX_KDEFER_CLASSES_MEMORY_H

/* The columns of macros are laid out by hand. */
/* clang-format off */

#include <linux/bitmap.h>
#include <linux/cpumask.h>
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/kdefer/classes/begin.h>
#include <linux/mempool.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/pagemap.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

/* What they take, for defer() to look at. */
#define __KDEFER_TAKES_kfree_const		~, MEMORY
#define __KDEFER_TAKES_free_page		~, POINTER
#define __KDEFER_TAKES_argv_free		~, POINTER
#define __KDEFER_TAKES_mempool_destroy		~, POINTER
#define __KDEFER_TAKES_kmem_cache_destroy	~, POINTER
#define __KDEFER_TAKES_put_page			~, POINTER
#define __KDEFER_TAKES_unlock_page		~, POINTER
#define __KDEFER_TAKES_folio_put		~, POINTER
#define __KDEFER_TAKES_folio_unlock		~, POINTER
#define __KDEFER_TAKES_kunmap_local		~, POINTER
#define __KDEFER_TAKES_mmput			~, POINTER

#ifndef __KDEFER_KERNEL_FREE_kvfree
__KDEFER_DEFINE_FREE(kvfree, void *, kvfree(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_kfree_sensitive
__KDEFER_DEFINE_FREE(kfree_sensitive, void *, kfree_sensitive(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_kfree_const
__KDEFER_DEFINE_FREE(kfree_const, const void *, kfree_const(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_vfree
__KDEFER_DEFINE_FREE(vfree, void *, vfree(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_bitmap
__KDEFER_DEFINE_FREE(bitmap, unsigned long *, bitmap_free(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_free_cpumask_var
__KDEFER_DEFINE_FREE(free_cpumask_var, struct cpumask *, free_cpumask_var(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_free_page
__KDEFER_DEFINE_FREE(free_page, void *, free_page((unsigned long)_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_argv_free
__KDEFER_DEFINE_FREE(argv_free, char **, argv_free(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_mempool_destroy
__KDEFER_DEFINE_FREE(mempool_destroy, mempool_t *, mempool_destroy(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_kmem_cache_destroy
__KDEFER_DEFINE_FREE(kmem_cache_destroy, struct kmem_cache *, kmem_cache_destroy(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_put_page
__KDEFER_DEFINE_FREE(put_page, struct page *, put_page(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_unlock_page
__KDEFER_DEFINE_FREE(unlock_page, struct page *, unlock_page(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_folio_put
__KDEFER_DEFINE_FREE(folio_put, struct folio *, folio_put(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_folio_unlock
__KDEFER_DEFINE_FREE(folio_unlock, struct folio *, folio_unlock(_T))
#endif
/* Mappings are given back in reverse, as deferred calls are. */
#ifndef __KDEFER_KERNEL_FREE_kunmap_local
__KDEFER_DEFINE_FREE(kunmap_local, void *, kunmap_local(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_mmput
__KDEFER_DEFINE_FREE(mmput, struct mm_struct *, mmput(_T))
#endif
#ifndef __KDEFER_KERNEL_CLASS_pagefault
DEFINE_LOCK_GUARD_0(pagefault, pagefault_disable(), pagefault_enable())
#endif
#ifndef __KDEFER_KERNEL_CLASS_mmap_read_lock
DEFINE_GUARD(mmap_read_lock, struct mm_struct *, mmap_read_lock(_T), mmap_read_unlock(_T))
#endif
#ifndef __KDEFER_KERNEL_CLASS_mmap_read_lock_try
DEFINE_GUARD_COND(mmap_read_lock, _try, mmap_read_trylock(_T))
#endif
#ifndef __KDEFER_KERNEL_CLASS_mmap_write_lock
DEFINE_GUARD(mmap_write_lock, struct mm_struct *, mmap_write_lock(_T), mmap_write_unlock(_T))
#endif
#ifndef __KDEFER_KERNEL_CLASS_memalloc_nofs
DEFINE_LOCK_GUARD_0(memalloc_nofs,
		    _T->flags = memalloc_nofs_save(),
		    memalloc_nofs_restore(_T->flags),
		    unsigned int flags)
#endif
#ifndef __KDEFER_KERNEL_CLASS_memalloc_noio
DEFINE_LOCK_GUARD_0(memalloc_noio,
		    _T->flags = memalloc_noio_save(),
		    memalloc_noio_restore(_T->flags),
		    unsigned int flags)
#endif
#ifndef __KDEFER_KERNEL_CLASS_memalloc_noreclaim
DEFINE_LOCK_GUARD_0(memalloc_noreclaim,
		    _T->flags = memalloc_noreclaim_save(),
		    memalloc_noreclaim_restore(_T->flags),
		    unsigned int flags)
#endif

#endif /* _LINUX_KDEFER_CLASSES_MEMORY_H */
