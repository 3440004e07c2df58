// SPDX-License-Identifier: GPL-2.0
/*
 * Tasks that die in an oops inside a DEFER_FN or RECOVER_FN. They end on the same stack,
 * which is wound back to its beginning: what lies there of gates' frames is dead, and
 * looks alive, and tracers keep the return addresses of the dead. Clients are still called
 * on it, when files are closed for example, and must not find those where their functions
 * have not written yet, or have their own.
 */
#include <linux/kdebug.h>
#include <linux/notifier.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>

#include "dying.h"
#include "gates.h"
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
 * dying_forget_frames() - a task ends
 * @task: the current one
 *
 * No frame that lies further down on its stack is alive any more.
 */
void dying_forget_frames(const struct task_struct *task)
{
	const unsigned long stack = (unsigned long)task_stack_page(task);
	const unsigned long here = (unsigned long)__builtin_frame_address(0);
	unsigned long frame;

	if (likely(!READ_ONCE(had_oops)))
		return;
	for (frame = stack; frame < here - sizeof(struct defer_frame);
	     frame += sizeof(long))
		if (gate_lives(frame))
			WRITE_ONCE(((struct defer_frame *)frame)->life, 0);
	tracers_forget(stack, here);
}

void dying_init(void)
{
	register_die_notifier(&notifier);
}

void dying_exit(void)
{
	unregister_die_notifier(&notifier);
}
