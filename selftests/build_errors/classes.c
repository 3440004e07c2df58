// SPDX-License-Identifier: GPL-2.0
/* Each class of <linux/kdefer/classes.h>, on each kernel: there is one, and no more than one. */
#include "client.h"

// expect unasked: kdefer: <linux/kdefer/classes.h>: include kdefer.mk in the Kbuild
#ifdef unasked
#undef KDEFER_CLASSES
#endif
#include <linux/kdefer/classes.h>

/* clang-format off */

#define FREES(class, type)						\
static void __maybe_unused plain_##class(type p)			\
{									\
	type q __free(class) = p;					\
}									\
DEFER_FN(void, frees_##class, type, p)					\
{									\
	type q = p;							\
									\
	defer(class, p);						\
	defer_on_panic(class, p);					\
	defer_free(class, q);						\
}

#define HOLDS(class, type)						\
static void __maybe_unused plain_##class(type p)			\
{									\
	guard(class)(p);						\
}									\
DEFER_FN(void, holds_##class, type, p)					\
{									\
	defer_guard(class, p);						\
	defer_scoped_guard(class, p)					\
		cpu_relax();						\
}

#define ENTERS(class)							\
static void __maybe_unused plain_##class(void)				\
{									\
	guard(class)();							\
}									\
DEFER_FN(void, enters_##class)						\
{									\
	defer_guard(class);						\
	defer_scoped_guard(class)					\
		cpu_relax();						\
}

#define TRIES(class, type)						\
DEFER_FN(int, tries_##class, type, p)					\
{									\
	{								\
		defer_class(class, lock, p);				\
		if (!defer_holds(class, &lock))				\
			return 1;					\
	}								\
	defer_scoped_guard(class, p)					\
		return 2;						\
	defer_acquire(class, -EBUSY, p);				\
	return 0;							\
}

/* crypto.h */
FREES(crypto_free_shash, struct crypto_shash *)
FREES(crypto_free_ahash, struct crypto_ahash *)
FREES(crypto_free_skcipher, struct crypto_skcipher *)
FREES(crypto_free_aead, struct crypto_aead *)
FREES(crypto_free_akcipher, struct crypto_akcipher *)
FREES(crypto_free_rng, struct crypto_rng *)
FREES(ahash_request_free, struct ahash_request *)
FREES(skcipher_request_free, struct skcipher_request *)
FREES(aead_request_free, struct aead_request *)
FREES(akcipher_request_free, struct akcipher_request *)
/* device.h */
FREES(kobject_put, struct kobject *)
FREES(platform_device_put, struct platform_device *)
FREES(debugfs_remove, struct dentry *)
HOLDS(device, struct device *)
TRIES(device_intr, struct device *)
HOLDS(disable_irq, int *)
/* fs.h */
FREES(iput, struct inode *)
FREES(dput, struct dentry *)
FREES(mntput, struct vfsmount *)
FREES(brelse, struct buffer_head *)
FREES(posix_acl_release, struct posix_acl *)
HOLDS(super_write, struct super_block *)
HOLDS(inode_lock, struct inode *)
HOLDS(inode_lock_shared, struct inode *)
/* lock.h */
HOLDS(spinlock_bh, spinlock_t *)
TRIES(spinlock_try, spinlock_t *)
TRIES(spinlock_bh_try, spinlock_t *)
TRIES(spinlock_irq_try, spinlock_t *)
TRIES(spinlock_irqsave_try, spinlock_t *)
HOLDS(raw_spinlock_bh, raw_spinlock_t *)
TRIES(raw_spinlock_try, raw_spinlock_t *)
TRIES(raw_spinlock_bh_try, raw_spinlock_t *)
TRIES(raw_spinlock_irq_try, raw_spinlock_t *)
TRIES(raw_spinlock_irqsave_try, raw_spinlock_t *)
HOLDS(read_lock, rwlock_t *)
HOLDS(read_lock_bh, rwlock_t *)
HOLDS(read_lock_irq, rwlock_t *)
HOLDS(read_lock_irqsave, rwlock_t *)
HOLDS(write_lock, rwlock_t *)
HOLDS(write_lock_bh, rwlock_t *)
HOLDS(write_lock_irq, rwlock_t *)
HOLDS(write_lock_irqsave, rwlock_t *)
TRIES(mutex_kill, struct mutex *)
TRIES(rwsem_read_try, struct rw_semaphore *)
TRIES(rwsem_read_intr, struct rw_semaphore *)
TRIES(rwsem_write_try, struct rw_semaphore *)
TRIES(rwsem_write_kill, struct rw_semaphore *)
HOLDS(percpu_read, struct percpu_rw_semaphore *)
TRIES(percpu_read_try, struct percpu_rw_semaphore *)
HOLDS(percpu_write, struct percpu_rw_semaphore *)
HOLDS(semaphore, struct semaphore *)
TRIES(semaphore_try, struct semaphore *)
TRIES(semaphore_intr, struct semaphore *)
ENTERS(bh)
ENTERS(rcu_bh)
ENTERS(cpus_read_lock)
ENTERS(console_lock)
/* memory.h */
FREES(kvfree, void *)
FREES(kfree_sensitive, void *)
FREES(kfree_const, const void *)
FREES(vfree, void *)
FREES(bitmap, unsigned long *)
FREES(free_cpumask_var, struct cpumask *)
FREES(free_page, void *)
FREES(argv_free, char **)
FREES(mempool_destroy, mempool_t *)
FREES(kmem_cache_destroy, struct kmem_cache *)
FREES(put_page, struct page *)
FREES(unlock_page, struct page *)
FREES(folio_put, struct folio *)
FREES(folio_unlock, struct folio *)
FREES(kunmap_local, void *)
FREES(mmput, struct mm_struct *)
ENTERS(pagefault)
HOLDS(mmap_read_lock, struct mm_struct *)
TRIES(mmap_read_lock_try, struct mm_struct *)
HOLDS(mmap_write_lock, struct mm_struct *)
ENTERS(memalloc_nofs)
ENTERS(memalloc_noio)
ENTERS(memalloc_noreclaim)
/* net.h */
FREES(kfree_skb, struct sk_buff *)
FREES(consume_skb, struct sk_buff *)
FREES(dev_put, struct net_device *)
FREES(free_netdev, struct net_device *)
FREES(put_net, struct net *)
FREES(sock_release, struct socket *)
FREES(sockfd_put, struct socket *)
ENTERS(rtnl)
HOLDS(lock_sock, struct sock *)
/* task.h */
FREES(put_cred, struct cred *)
FREES(put_pid, struct pid *)
FREES(key_put, struct key *)
FREES(module_put, struct module *)
FREES(kthread_stop, struct task_struct *)
HOLDS(task_lock, struct task_struct *)
/* work.h */
FREES(destroy_workqueue, struct workqueue_struct *)
FREES(cancel_work_sync, struct work_struct *)
FREES(cancel_delayed_work_sync, struct delayed_work *)
FREES(flush_work, struct work_struct *)
FREES(timer_delete_sync, struct timer_list *)
FREES(hrtimer_cancel, struct hrtimer *)

/* clang-format on */

DEFER_FN(long, hold_other_creds, const struct cred *, cred)
{
	defer_class(override_creds, old, cred);
	defer_class(fd_raw, file, 0);
	return old == cred;
}

DEFER_FN(void, frees_path, struct path *, p)
{
	struct path path = *p;

// expect path_by_value: kdefer: defer\(\): this class takes a variable: defer_free\(\)
#ifdef path_by_value
	defer(path_put, path);
#endif
// expect path_by_pointer: kdefer: defer\(\): this class takes a variable: defer_free\(\)
#ifdef path_by_pointer
	defer(path_put, p);
#endif
// expect path_of_pointer: kdefer: defer_free\(\): this class takes a struct, not a pointer to it
#ifdef path_of_pointer
	defer_free(path_put, p);
#endif
	defer_free(path_put, path);
}

DEFER_FN(void, frees_integers, int, fd)
{
	defer(put_unused_fd, fd);
// expect buffer_number: kdefer: defer\(\): this class takes a pointer
#ifdef buffer_number
	defer(brelse, 5);
#endif
}
