// SPDX-License-Identifier: GPL-2.0
/*
 * Allocations that fail at random. A kernel with fault injection does it itself, for
 * the threads that ask; elsewhere a probe on the function of kdefer.ko that allocates
 * has it return NULL without having run.
 */
#include <linux/atomic.h>
#include <linux/kprobes.h>
#include <linux/moduleparam.h>
#include <linux/sched.h>

#include <linux/kdefer.h>

#include "stress.h"

static unsigned int fail_every;
module_param(fail_every, uint, 0644);
MODULE_PARM_DESC(fail_every, "one allocation in so many fails; 0: none");

void memory_fails_here(void)
{
#ifdef CONFIG_FAULT_INJECTION
	current->make_it_fail = 1;
#endif
}

#ifdef CONFIG_KPROBES
static atomic_t asked;

static bool alloc_fails(void)
{
	u32 n = atomic_inc_return(&asked) * 2654435761U;

	return fail_every && (n >> 8) % fail_every == 0;
}

#include "../fail_alloc.h"

int memory_init(void)
{
	return register_kprobe(&probe);
}

void memory_exit(void)
{
	unregister_kprobe(&probe);
}
#else
int memory_init(void)
{
	return 0;
}

void memory_exit(void)
{
}
#endif
