/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A plain function takes something and is skipped. Each case says what the recovering
 * function returned and whether the thing is still held, and gives it back if so.
 */
#ifndef KDEFER_TEST_LEAK_H
#define KDEFER_TEST_LEAK_H

#include <linux/kdefer.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>
#include <linux/spinlock.h>

/* clang-format off */
#define RECOVER_LEAK(name, take)					\
	static noinline void leak_##name(void)				\
	{								\
		take;							\
		soft_panic(-ENODATA, "inside");				\
	}								\
									\
	RECOVER_FN(int, recover_##name)					\
	{								\
		defer_recover();					\
		leak_##name();						\
		return 0;						\
	}

#define LEAK(name, take, is_held, give_back)				\
	RECOVER_LEAK(name, take)					\
									\
	void case_##name(struct seq_file *out)				\
	{								\
		int result = recover_##name();				\
		bool held = is_held;					\
									\
		if (held)						\
			give_back;					\
		seq_printf(out, "%d %s", result,			\
			   held ? "held" : "given back");		\
	}
/* clang-format on */

/* Of what the unlocking gives back it takes its own. With PREEMPT_RT it is a lock that sleeps. */
static inline void unlock_alone(spinlock_t *lock)
{
#ifdef CONFIG_PREEMPT_RT
	rcu_read_lock();
	migrate_disable();
#else
	preempt_disable();
#endif
	spin_unlock(lock);
}

#endif /* KDEFER_TEST_LEAK_H */
