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
DEFINE_FREE(kvfree, void *, if (!IS_ERR_OR_NULL(_T)) kvfree(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_kfree_sensitive
DEFINE_FREE(kfree_sensitive, void *, if (!IS_ERR_OR_NULL(_T)) kfree_sensitive(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_kfree_const
DEFINE_FREE(kfree_const, const void *, if (!IS_ERR_OR_NULL(_T)) kfree_const(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_vfree
DEFINE_FREE(vfree, void *, if (!IS_ERR_OR_NULL(_T)) vfree(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_bitmap
DEFINE_FREE(bitmap, unsigned long *, if (!IS_ERR_OR_NULL(_T)) bitmap_free(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_free_cpumask_var
DEFINE_FREE(free_cpumask_var, struct cpumask *, if (!IS_ERR_OR_NULL(_T)) free_cpumask_var(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_free_page
DEFINE_FREE(free_page, void *, if (!IS_ERR_OR_NULL(_T)) free_page((unsigned long)_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_argv_free
DEFINE_FREE(argv_free, char **, if (!IS_ERR_OR_NULL(_T)) argv_free(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_mempool_destroy
DEFINE_FREE(mempool_destroy, mempool_t *, if (!IS_ERR_OR_NULL(_T)) mempool_destroy(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_kmem_cache_destroy
DEFINE_FREE(kmem_cache_destroy, struct kmem_cache *, if (!IS_ERR_OR_NULL(_T)) kmem_cache_destroy(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_put_page
DEFINE_FREE(put_page, struct page *, if (!IS_ERR_OR_NULL(_T)) put_page(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_unlock_page
DEFINE_FREE(unlock_page, struct page *, if (!IS_ERR_OR_NULL(_T)) unlock_page(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_folio_put
DEFINE_FREE(folio_put, struct folio *, if (!IS_ERR_OR_NULL(_T)) folio_put(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_folio_unlock
DEFINE_FREE(folio_unlock, struct folio *, if (!IS_ERR_OR_NULL(_T)) folio_unlock(_T))
#endif
/* Mappings are given back in reverse, as deferred calls are. */
#ifndef __KDEFER_KERNEL_FREE_kunmap_local
DEFINE_FREE(kunmap_local, void *, if (!IS_ERR_OR_NULL(_T)) kunmap_local(_T))
#endif
#ifndef __KDEFER_KERNEL_FREE_mmput
DEFINE_FREE(mmput, struct mm_struct *, if (!IS_ERR_OR_NULL(_T)) mmput(_T))
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
