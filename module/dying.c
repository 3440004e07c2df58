// SPDX-License-Identifier: GPL-2.0
/*
 * Frames that die without being told: those of tasks that have an oops inside a DEFER_FN
 * or RECOVER_FN, or end there.
 *
 * After an oops a task ends on the same stack, which is wound back to its beginning: what
 * lies there of gates' frames is dead, and looks alive, and tracers keep the return
 * addresses of the dead. Clients are still called on it, when memory is unmapped and files
 * are closed for example, and must not find those where their functions have not written
 * yet, or have their own.
 *
 * Whoever dies so comes by make_task_dead(), before anything else. Where no hook on that
 * is possible, sched_process_exit is next, and what is called before that may still find
 * the dead.
 */
#include <linux/kdebug.h>
#include <linux/notifier.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>

#include "dying.h"
#include "gates.h"
#include "hook.h"
#include "tracers.h"

/* Has there been an oops? Who had it is not worth a list. */
static bool had_oops;

static int on_die(struct notifier_block *nb, unsigned long event, void *data)
{
	if (event == DIE_OOPS)
		WRITE_ONCE(had_oops, true);
	return NOTIFY_DONE;
}

static struct notifier_block notifier = { .notifier_call = on_die };

/**
 * dying_forget_frames() - frames of the current task are dead
 * @low:  they lie here or further up
 * @high: and end here or further down; both are on the task's stack
 *
 * Context: Any context of the task.
 */
void dying_forget_frames(unsigned long low, unsigned long high)
{
	const unsigned long last = high - sizeof(struct defer_frame);
	unsigned long frame;

	for (frame = low; frame <= last; frame += sizeof(long))
		if (gate_lives(frame))
			WRITE_ONCE(((struct defer_frame *)frame)->life, 0);
}

/*
 * The stack of the current task is in use from @sp on, and further down no more. Part of
 * who calls it: a function of its own would be further down.
 */
static __always_inline void forget_below(unsigned long sp)
{
	const unsigned long stack = (unsigned long)task_stack_page(current);

	if (sp - stack >= THREAD_SIZE)
		return;
	dying_forget_frames(stack, sp);
	tracers_forget(stack, sp);
}

/**
 * dying_exit_task() - the current task ends
 *
 * If anybody has had an oops, what lies further down on its stack is dead.
 */
void dying_exit_task(void)
{
	if (unlikely(READ_ONCE(had_oops)))
		forget_below((unsigned long)__builtin_frame_address(0));
}

#ifdef KDEFER_HOOKS
static void before_death(struct hook *hook, struct pt_regs *call)
{
	if (in_task())
		forget_below(kernel_stack_pointer(call));
}

static struct hook hook = {
	.symbol = "make_task_dead",
	.entered = before_death,
	.without =
		"while a task that had an oops unmaps its memory, soft panics may be uncaught",
};

/**
 * dying_watch() - hear of tasks that die of an oops, or not any more
 * @wanted: which of them
 *
 * Context: Process context. Sleeps. One at a time.
 */
void dying_watch(bool wanted)
{
	hook_set(&hook, wanted);
}
#else
void dying_watch(bool wanted)
{
}
#endif

void dying_init(void)
{
	register_die_notifier(&notifier);
}

void dying_exit(void)
{
	unregister_die_notifier(&notifier);
}
