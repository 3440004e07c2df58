// SPDX-License-Identifier: GPL-2.0
/*
 * <linux/kdefer/classes.h>: what the classes take they give back, on a return, a soft panic
 * and an exit; those that may fail give back nothing then. Whether each of them compiles is
 * seen in selftests/build_errors.
 */
#include <linux/namei.h>

#include <linux/kdefer.h>
#include <linux/kdefer/classes.h>

#include "endings.h"
#include "suite.h"
#include "trace.h"

ENDING_PARAM;

static DEFINE_SPINLOCK(spin);
static DEFINE_RAW_SPINLOCK(raw_spin);
static DEFINE_RWLOCK(rw);
static DEFINE_MUTEX(mutex);
static DECLARE_RWSEM(rwsem);
static struct semaphore sem = __SEMAPHORE_INITIALIZER(sem, 1);
DEFINE_STATIC_PERCPU_RWSEM(percpu_rwsem);

/* A lock, and how to see that it is free. */
struct lock_row {
	const char *name;
	int (*hold)(enum how how);
	bool (*is_free)(void);
};

/* clang-format off */

#define DEFINE_HOLD(class, ...)						\
DEFER_FN(int, hold_##class, enum how, how)				\
{									\
	defer_guard(class, ##__VA_ARGS__);				\
	end(how);							\
	return 0;							\
}
#define DEFINE_IS_FREE(name, take, give)				\
static bool is_free_##name(void)					\
{									\
	if (!(take))							\
		return false;						\
	give;								\
	return true;							\
}

DEFINE_HOLD(spinlock_bh, &spin)
DEFINE_HOLD(raw_spinlock_bh, &raw_spin)
DEFINE_HOLD(spinlock_try, &spin)
DEFINE_HOLD(spinlock_bh_try, &spin)
DEFINE_HOLD(spinlock_irq_try, &spin)
DEFINE_HOLD(spinlock_irqsave_try, &spin)
DEFINE_HOLD(raw_spinlock_irqsave_try, &raw_spin)
DEFINE_HOLD(read_lock, &rw)
DEFINE_HOLD(read_lock_bh, &rw)
DEFINE_HOLD(read_lock_irq, &rw)
DEFINE_HOLD(read_lock_irqsave, &rw)
DEFINE_HOLD(write_lock, &rw)
DEFINE_HOLD(write_lock_bh, &rw)
DEFINE_HOLD(write_lock_irq, &rw)
DEFINE_HOLD(write_lock_irqsave, &rw)
DEFINE_HOLD(mutex_kill, &mutex)
DEFINE_HOLD(rwsem_read_try, &rwsem)
DEFINE_HOLD(rwsem_read_intr, &rwsem)
DEFINE_HOLD(rwsem_write_try, &rwsem)
DEFINE_HOLD(rwsem_write_kill, &rwsem)
DEFINE_HOLD(semaphore, &sem)
DEFINE_HOLD(semaphore_try, &sem)
DEFINE_HOLD(semaphore_intr, &sem)
DEFINE_HOLD(percpu_read, &percpu_rwsem)
DEFINE_HOLD(percpu_read_try, &percpu_rwsem)
DEFINE_HOLD(bh)
DEFINE_HOLD(rcu_bh)
DEFINE_HOLD(pagefault)
DEFINE_HOLD(memalloc_nofs)
DEFINE_HOLD(memalloc_noio)
DEFINE_HOLD(memalloc_noreclaim)
DEFINE_HOLD(cpus_read_lock)
DEFINE_HOLD(task_lock, current)

DEFINE_IS_FREE(spin, spin_trylock(&spin), spin_unlock(&spin))
DEFINE_IS_FREE(raw_spin, raw_spin_trylock(&raw_spin), raw_spin_unlock(&raw_spin))
DEFINE_IS_FREE(rw, write_trylock(&rw), write_unlock(&rw))
DEFINE_IS_FREE(mutex, mutex_trylock(&mutex), mutex_unlock(&mutex))
DEFINE_IS_FREE(rwsem, down_write_trylock(&rwsem), up_write(&rwsem))
DEFINE_IS_FREE(sem, !down_trylock(&sem), up(&sem))
DEFINE_IS_FREE(task, spin_trylock(&current->alloc_lock), spin_unlock(&current->alloc_lock))

static bool is_free_percpu(void)
{
	percpu_down_write(&percpu_rwsem); /* waits for ever otherwise */
	percpu_up_write(&percpu_rwsem);
	return true;
}

/* What can be seen of what this context holds. */
static void read_held(int held[5])
{
	held[0] = preempt_count();
	held[1] = lockdep_depth(current);
	held[2] = current->flags & KDEFER_MEMALLOC;
	held[3] = irqs_disabled();
	held[4] = current->pagefault_disabled;
}

static int held_before[5];

static bool holds_the_same(void)
{
	int held[5];

	read_held(held);
	return !memcmp(held, held_before, sizeof(held));
}

#define ROW(class, lock)	{ #class, hold_##class, is_free_##lock }
#define SCOPE(class)		{ #class, hold_##class, holds_the_same }

static const struct lock_row locks[] = {
	ROW(spinlock_bh, spin), ROW(raw_spinlock_bh, raw_spin), ROW(spinlock_try, spin),
	ROW(spinlock_bh_try, spin), ROW(spinlock_irq_try, spin), ROW(spinlock_irqsave_try, spin),
	ROW(raw_spinlock_irqsave_try, raw_spin), ROW(read_lock, rw), ROW(read_lock_bh, rw),
	ROW(read_lock_irq, rw), ROW(read_lock_irqsave, rw), ROW(write_lock, rw),
	ROW(write_lock_bh, rw), ROW(write_lock_irq, rw), ROW(write_lock_irqsave, rw),
	ROW(mutex_kill, mutex), ROW(rwsem_read_try, rwsem), ROW(rwsem_read_intr, rwsem),
	ROW(rwsem_write_try, rwsem), ROW(rwsem_write_kill, rwsem), ROW(semaphore, sem),
	ROW(semaphore_try, sem), ROW(semaphore_intr, sem), ROW(percpu_read, percpu),
	ROW(percpu_read_try, percpu), ROW(task_lock, task), SCOPE(bh), SCOPE(rcu_bh),
	SCOPE(pagefault), SCOPE(memalloc_nofs), SCOPE(memalloc_noio),
	SCOPE(memalloc_noreclaim), SCOPE(cpus_read_lock),
};

/* clang-format on */

NAMED_PARAM(lock, locks);

/* However the function ends the lock is free, and nothing is held that was not before. */
static void locks_are_given_back(struct kunit *test)
{
	const struct lock_row *row = test->param_value;
	const struct ending *e;

	read_held(held_before);
	for (e = endings; e < &endings[ARRAY_SIZE(endings)]; e++) {
		KUNIT_EXPECT_EQ(test, run(row->hold, e->how), e->result);
		KUNIT_EXPECT_TRUE(test, row->is_free());
		KUNIT_EXPECT_TRUE(test, holds_the_same());
	}
}

DEFER_FN(int, look_at_scopes, enum how, how)
{
	const unsigned int before = current->flags;

	{
		defer_guard(memalloc_nofs);
		tell("%d", !!(current->flags & PF_MEMALLOC_NOFS));
	}
	{
		defer_guard(memalloc_noio);
		tell("%d", !!(current->flags & PF_MEMALLOC_NOIO));
	}
	{
		defer_guard(memalloc_noreclaim);
		tell("%d", !!(current->flags & PF_MEMALLOC));
	}
	{
		defer_guard(pagefault);
		tell("%d", pagefault_disabled());
	}
	{
		defer_guard(bh);
		tell("%d", !!softirq_count());
	}
	tell("%d", current->flags == before);
	end(how);
	return 0;
}

/* Scopes are what they say, until their block ends. */
static void scopes_are_what_they_say(struct kunit *test)
{
	EXPECT_ENDS(test, look_at_scopes, "1 1 1 1 1 1");
}

DEFER_FN(int, try_all)
{
	int failed = 0;

	defer_scoped_guard(rwsem_read_try, &rwsem) failed--;
	failed++;
	defer_scoped_guard(rwsem_write_try, &rwsem) failed--;
	failed++;
	defer_scoped_guard(semaphore_try, &sem) failed--;
	failed++;
	defer_scoped_guard(percpu_read_try, &percpu_rwsem) failed--;
	failed++;
	return failed;
}

/* One that was not to be had is not given back: whoever has it keeps it. */
static void what_was_not_had_is_not_given_back(struct kunit *test)
{
	down_write(&rwsem);
	down(&sem);
	percpu_down_write(&percpu_rwsem);
	KUNIT_EXPECT_EQ(test, try_all(), 4);
	KUNIT_EXPECT_FALSE(test, is_free_rwsem());
	KUNIT_EXPECT_FALSE(test, is_free_sem());
	KUNIT_EXPECT_FALSE(test, percpu_down_read_trylock(&percpu_rwsem));
	percpu_up_write(&percpu_rwsem);
	up(&sem);
	up_write(&rwsem);
	KUNIT_EXPECT_EQ(test, try_all(), 0);
}

DEFER_FN(int, try_spinlocks)
{
	int had = 0;

	defer_scoped_guard(spinlock_try, &spin) had++;
	defer_scoped_guard(spinlock_irqsave_try, &spin) had++;
	{
		defer_class(spinlock_irqsave_try, guard, &spin);
		had += defer_holds(spinlock_irqsave_try, &guard);
	}
	return had;
}

/* Nor is a spinlock, and interrupts are as they were. */
static void spinlocks_may_not_be_had(struct kunit *test)
{
	int had;

	read_held(held_before);
	KUNIT_EXPECT_EQ(test, try_spinlocks(), 3);
	/* On one processor one that is held can be had all the same, or is reported as a bug. */
	if (!IS_ENABLED(CONFIG_SMP))
		return;
	spin_lock(&spin);
	had = try_spinlocks();
	spin_unlock(&spin);
	KUNIT_EXPECT_EQ(test, had, 0);
	KUNIT_EXPECT_TRUE(test, holds_the_same());
}

static struct page *page;

DEFER_FN(int, use_memory, enum how, how)
{
	void *at;

	defer(kvfree, soft_try(kvmalloc(8, GFP_KERNEL)));
	defer(vfree, soft_try(vmalloc(8)));
	defer(kfree_sensitive, soft_try(kmalloc(8, GFP_KERNEL)));
	defer(kfree_const,
	      soft_try(kstrdup_const("in no section", GFP_KERNEL)));
	defer(bitmap, soft_try(bitmap_zalloc(100, GFP_KERNEL)));
	defer(free_page, (void *)soft_try((void *)__get_free_page(GFP_KERNEL)));
	defer(kvfree, NULL);
	defer(put_page, NULL);
	defer(kvfree, ERR_PTR(-EIO));
	get_page(page);
	defer(put_page, page);
	folio_get(page_folio(page));
	defer(folio_put, page_folio(page));
	lock_page(page);
	defer(unlock_page, page);
	at = kmap_local_page(page);
	defer(kunmap_local, at);
	tell("%d", page_count(page));
	end(how);
	return 0;
}

/* Memory and pages; NULL and error pointers are left alone. (kmemleak sees the rest.) */
static void memory_is_given_back(struct kunit *test)
{
	page = alloc_page(GFP_KERNEL);
	if (!page) {
		KUNIT_EXPECT_TRUE(test, page);
		return;
	}
	EXPECT_ENDS(test, use_memory, "3");
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	KUNIT_EXPECT_FALSE(test, PageLocked(page));
	put_page(page);
}

static struct cred *other_cred;

DEFER_FN(int, use_references, enum how, how)
{
	struct path path;

	soft_try(kern_path("/", 0, &path));
	defer_free(path_put, path);
	defer(dput, dget(path.dentry));
	defer(mntput, mntget(path.mnt));
	ihold(d_inode(path.dentry));
	defer(iput, d_inode(path.dentry));
	defer(put_pid, get_pid(task_pid(current)));
	__module_get(THIS_MODULE);
	defer(module_put, THIS_MODULE);
	get_cred(other_cred);
	defer(put_cred, other_cred);
	defer_class(override_creds, old, other_cred);
	tell("%d", current_cred() == other_cred);
	end(how);
	return 0;
}

struct counts {
	unsigned int dentry, inode, pid, cred;
	int module;
};

static struct counts counts(void)
{
	struct counts c = {};
	struct path path;

	if (kern_path("/", 0, &path))
		return c;
	c.dentry = d_count(path.dentry);
	c.inode = atomic_read(&d_inode(path.dentry)->i_count);
	path_put(&path);
	c.pid = refcount_read(&task_pid(current)->count);
	/* An int, and later a long, in a processor's order of bytes: its lower half. */
	c.cred = *(const u16 *)&other_cred->usage;
#ifdef MODULE
	c.module = module_refcount(THIS_MODULE);
#endif
	return c;
}

/* References of files, tasks, modules and credentials, which are those of the task again. */
static void references_are_given_back(struct kunit *test)
{
	struct counts before, after;

	other_cred = prepare_creds();
	if (!other_cred) {
		KUNIT_EXPECT_TRUE(test, other_cred);
		return;
	}
	before = counts();
	EXPECT_ENDS(test, use_references, "1");
	after = counts();
	KUNIT_EXPECT_TRUE(test, before.dentry > 0);
	KUNIT_EXPECT_EQ(test, after.dentry, before.dentry);
	KUNIT_EXPECT_EQ(test, after.inode, before.inode);
	KUNIT_EXPECT_EQ(test, after.pid, before.pid);
	KUNIT_EXPECT_EQ(test, after.cred, before.cred);
	KUNIT_EXPECT_EQ(test, after.module, before.module);
	KUNIT_EXPECT_TRUE(test, current_cred() == current_real_cred());
	put_cred(other_cred);
}

static void never(struct timer_list *timer)
{
}

static void never_either(struct work_struct *work)
{
}

static DEFINE_TIMER(timer, never);
static DECLARE_DELAYED_WORK(delayed, never_either);

DEFER_FN(int, use_timers, enum how, how)
{
	struct workqueue_struct *queue =
		soft_try(alloc_workqueue("kdefer_classes", WQ_UNBOUND, 0));

	defer(destroy_workqueue, queue);
	defer(cancel_delayed_work_sync, &delayed);
	queue_delayed_work(queue, &delayed, 1000 * HZ);
	mod_timer(&timer, jiffies + 1000 * HZ);
	defer(timer_delete_sync, &timer);
	tell("%d", timer_pending(&timer) && delayed_work_pending(&delayed));
	end(how);
	return 0;
}

/* What was to come later does not come. */
static void timers_and_work_are_cancelled(struct kunit *test)
{
	EXPECT_ENDS(test, use_timers, "1");
	KUNIT_EXPECT_FALSE(test, timer_pending(&timer));
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&delayed));
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(locks_are_given_back, lock_gen_params),
	KUNIT_CASE_PARAM(scopes_are_what_they_say, ending_gen_params),
	KUNIT_CASE(what_was_not_had_is_not_given_back),
	KUNIT_CASE(spinlocks_may_not_be_had),
	KUNIT_CASE_PARAM(memory_is_given_back, ending_gen_params),
	KUNIT_CASE_PARAM(references_are_given_back, ending_gen_params),
	KUNIT_CASE_PARAM(timers_and_work_are_cancelled, ending_gen_params),
	{},
};

DEFINE_SUITE("kdefer_classes", .init = forget);
