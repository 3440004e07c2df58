// SPDX-License-Identifier: GPL-2.0
/*
 * Faults that leave something held where no note of what was held before can be compared:
 * the note is void, there was none, or an exit goes on. The task must not go on with it.
 */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/uaccess.h>

#include "trap.h"

static void nothing(void *unused)
{
}

static long fault(void)
{
	pagefault_disable();
	return trap_read_null();
}

static void fault_in_call(void *unused)
{
	fault();
}

/* An older call that leaves the list makes the note of the first handler void. */
RECOVER_FN(long, note_is_void)
{
	struct defer *older = defer_call(nothing, NULL);

	defer_recover();
	if (trap_faults())
		return -EOPNOTSUPP;
	defer_cancel(older);
	return fault();
}

/* Contained, by a function that has no handler. */
RECOVER_FN(long, has_no_handler)
{
	if (trap_faults())
		return -EOPNOTSUPP;
	return fault();
}

/* The fault is recovered here, and the exit goes on. */
RECOVER_FN(long, exits_past, struct defer_frame *, to)
{
	defer_recover();
	if (trap_faults())
		return -EOPNOTSUPP;
	defer_call(fault_in_call, NULL);
	soft_exit_to(to, 0);
}

RECOVER_FN(long, ends_exit)
{
	long result = exits_past(defer_frame());

	barrier();
	return result;
}

RECOVER_FN(int, ends_thread, void *, done)
{
	defer_recover();
	if (trap_faults())
		return -EOPNOTSUPP;
	defer_call(fault_in_call, NULL);
	kthread_complete_and_exit(done, 0);
	return 0;
}

/* Not on the stack: the thread may come too late. */
static DECLARE_COMPLETION(ended);

static long thread_end(void)
{
	struct task_struct *task = kthread_run(ends_thread, &ended, "trap");

	if (IS_ERR(task))
		return PTR_ERR(task);
	return wait_for_completion_timeout(&ended, 3 * HZ) ? 0 : -ETIME;
}

static long void_note(void)
{
	return note_is_void();
}

static long no_handler(void)
{
	return has_no_handler();
}

static long past_exit(void)
{
	return ends_exit();
}

const struct crash leaks[] = { { "VOID_NOTE", void_note },
			       { "NO_HANDLER", no_handler },
			       { "PAST_EXIT", past_exit },
			       { "THREAD_END", thread_end },
			       {} };
