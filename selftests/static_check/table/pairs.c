// SPDX-License-Identifier: GPL-2.0
/* What is taken and given back by two calls in one function. */
#include "client.h"

static DEFINE_MUTEX(big);

void mutexes(struct frob *frob, int n)
{
	mutex_lock(&frob->lock);
	// !! &frob->lock (mutex_lock): deep > soft_panic
	deep(n);
	mutex_unlock(&frob->lock);
	deep(n);
	mutex_lock(&big);
	harmless(n);
	mutex_unlock(&big);
	deep(n);
}

int spinlocks(struct frob *frob, int n)
{
	unsigned long flags;

	spin_lock_irqsave(&frob->spin, flags);
	// !! &frob->spin (spin_lock_irqsave): deep > soft_panic
	deep(n);
	spin_unlock_irqrestore(&frob->spin, flags);
	spin_lock(&frob->spin);
	if (n) {
		spin_unlock(&frob->spin);
		deep(n);
		return n;
	}
	// !! &frob->spin (spin_lock): deep > soft_panic
	deep(n);
	spin_unlock(&frob->spin);
	return 0;
}

void raw_spinlocks(struct frob *frob, int n)
{
	raw_spin_lock(&frob->raw);
	// !! &frob->raw (spin_lock): deep > soft_panic
	deep(n);
	raw_spin_unlock(&frob->raw);
}

void semaphores(struct frob *frob, int n)
{
	down_read(&frob->sem);
	// !! &frob->sem (down_read): deep > soft_panic
	deep(n);
	up_read(&frob->sem);
	down_write(&frob->sem);
	up_write(&frob->sem);
	deep(n);
}

void readers(int n)
{
	deep(n);
	rcu_read_lock();
	// !! rcu_read_lock: deep > soft_panic
	deep(n);
	rcu_read_unlock();
}

void counts(struct semaphore *sem, int n)
{
	sema_init(sem, 1);
	down(sem);
	// !! sem (down): deep > soft_panic
	deep(n);
	up(sem);
}

/* Which lock is it? */
void others_lock(struct frob *a, struct frob *b, int n)
{
	mutex_lock(&a->lock);
	mutex_unlock(&b->lock);
	deep(n);
	mutex_lock(&a->lock);
	a = b;
	deep(n);
	mutex_unlock(&a->lock);
}

/* Its caller gives it back. */
void locks_for_the_caller(struct frob *frob, int n)
{
	mutex_lock(&frob->lock);
	deep(n);
}

void unlocks_for_the_caller(struct frob *frob, int n)
{
	deep(n);
	mutex_unlock(&frob->lock);
}

/* Not on every way. */
void locked_perhaps(struct frob *frob, int n)
{
	if (n)
		mutex_lock(&frob->lock);
	deep(n);
	if (n)
		mutex_unlock(&frob->lock);
}

int tries_to_lock(struct frob *frob, int n)
{
	if (!mutex_trylock(&frob->lock)) {
		deep(n);
		return -EBUSY;
	}
	// !! &frob->lock (mutex_trylock): deep > soft_panic
	deep(n);
	mutex_unlock(&frob->lock);
	if (mutex_lock_interruptible(&frob->lock))
		soft_panic(-EINTR, "interrupted");
	// !! &frob->lock (mutex_lock_interruptible): deep > soft_panic
	deep(n);
	mutex_unlock(&frob->lock);
	return 0;
}

int has_memory(struct frob *frob, int n)
{
	char *text = kmalloc(n, GFP_KERNEL);

	if (!text)
		soft_panic(-ENOMEM, "no memory");
	// !! text (memory): deep > soft_panic
	deep(*text);
	kfree(text);
	deep(n);
	return 0;
}

int memory_in_a_ladder(struct frob *frob, int n)
{
	char *text, *more;
	int err = -ENOMEM;

	text = kstrdup("text", GFP_KERNEL);
	if (!text)
		goto out;
	more = kzalloc(n, GFP_KERNEL);
	if (!more)
		goto free_text;
	// !! more (memory), text (memory): deep > soft_panic
	deep(n);
	err = 0;
	kfree(more);
free_text:
	// !! text (memory): deep > soft_panic
	deep(err);
	kfree(text);
out:
	deep(err);
	return err;
}

int memory_handed_on(struct frob *frob, int n)
{
	char *text = kmalloc(n, GFP_KERNEL);

	if (n > 3) {
		kfree(text);
		return 0;
	}
	deep(n);
	frob->text = text;
	return 1;
}

int memory_handed_on_before(struct frob *frob, int n)
{
	char *text = kmalloc(n, GFP_KERNEL);

	frob->text = text;
	deep(n);
	frob->text = NULL;
	kfree(text);
	return 1;
}

char *memory_for_the_caller(struct frob *frob, int n)
{
	char *text = kmalloc(n, GFP_KERNEL);

	deep(n);
	return text;
}

DEFER_FN(int, memory_deferred, int, n)
{
	char *text = soft_try(kmalloc(n, GFP_KERNEL));

	defer(kfree, text);
	deep(*text);
	return 0;
}
