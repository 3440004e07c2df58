/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_ARCH_STACK_H
#define KDEFER_ARCH_STACK_H

#include <linux/sched.h>

#include "../x86_64/return_slot.h"

#ifndef CONFIG_FRAME_POINTER
#error "kdefer: User Mode Linux has no unwinder: it must be built with CONFIG_FRAME_POINTER"
#endif

/* All kernel text keeps frame pointers, and nothing rewrites return addresses. */
#define ARCH_ALL_FRAME_POINTERS 1

/* Nothing is replaced, so that it does not matter. */
#define ARCH_SLOTS_MAY_BE_COPIES 0

/* An interrupt may be a plain call of the code that enables them. */
#define ARCH_PLAIN_ENTRIES 1

/* The least stack that a soft panic begins with; the host's calls are deep. */
#define ARCH_STACK_ROOM_BYTES 6144

struct foreign {};
struct fault_regs {};

static inline void foreign_restart(struct foreign *f)
{
}

static inline void foreign_fork(struct foreign *f, const struct foreign *from)
{
}

static inline bool foreign_is_ahead(const struct foreign *f)
{
	return false;
}

/* Is this the frame record of an outermost frame? A task starts with a return address of 0. */
static inline bool arch_is_end(const unsigned long *record, unsigned long ip)
{
	return !record[1];
}

/* A context that ends with nothing ends so. */
static inline bool arch_leads_out(unsigned long bp, unsigned long low)
{
	return true;
}

/* How far the stack of a task goes that does not run. */
static inline unsigned long arch_task_sp(const struct task_struct *task)
{
	return READ_ONCE(task->thread.switch_buf->JB_SP);
}

#endif /* KDEFER_ARCH_STACK_H */
