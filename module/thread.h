/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How a thread wants to end.
 */
#ifndef KDEFER_THREAD_H
#define KDEFER_THREAD_H

#include <linux/kthread.h>
#include <linux/module.h>

/**
 * struct thread_end - how a thread wants to end
 * @mod:  the reference to put then: module_put_and_kthread_exit(); or NULL
 * @done: whom to tell: kthread_complete_and_exit(); or NULL
 * @code: what kthread_stop() returns
 */
struct thread_end {
	struct module *mod;
	struct completion *done;
	long code;
};

/* Ends the thread as it wanted it, when no deferred call is left. */
static inline void __noreturn thread_end_now(const struct thread_end *end)
{
	if (end->mod)
		__module_put_and_kthread_exit(end->mod, end->code);
	kthread_complete_and_exit(end->done, end->code);
}

#endif /* KDEFER_THREAD_H */
