// SPDX-License-Identifier: GPL-2.0
/*
 * Tasks that die in an oops inside a DEFER_FN or RECOVER_FN. They end on the same stack,
 * which is wound back to its beginning: what lies there of gates' frames is dead, and
 * looks alive. Clients are still called on it, when files are closed for example, and must
 * not find those frames in what their functions have not written yet.
 */
#include <linux/kdebug.h>
#include <linux/notifier.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>

#include "dying.h"
#include "gates.h"

/* Who has had an oops. More than that many at once are all looked at. */
static struct task_struct *dying[8];
static unsigned int nr_oopses;

static int on_die(struct notifier_block *nb, unsigned long event, void *data)
{
	if (event == DIE_OOPS) {
		unsigned int n = READ_ONCE(nr_oopses);

		WRITE_ONCE(nr_oopses, n + 1);
		WRITE_ONCE(dying[n % ARRAY_SIZE(dying)], current);
	}
	return NOTIFY_DONE;
}

static struct notifier_block notifier = { .notifier_call = on_die };

static bool had_oops(const struct task_struct *task)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(dying); i++)
		if (READ_ONCE(dying[i]) == task)
			return true;
	return false;
}

/**
 * dying_forget_frames() - a task ends
 * @task: the current one
 *
 * If it had an oops, no frame on its stack is alive any more.
 */
void dying_forget_frames(const struct task_struct *task)
{
	unsigned long frame = (unsigned long)task_stack_page(task);
	const unsigned long end =
		frame + THREAD_SIZE - sizeof(struct defer_frame);

	if (likely(!READ_ONCE(nr_oopses)) || !had_oops(task))
		return;
	for (; frame < end; frame += sizeof(long))
		if (gate_lives(frame))
			WRITE_ONCE(((struct defer_frame *)frame)->life, 0);
}

void dying_init(void)
{
	register_die_notifier(&notifier);
}

void dying_exit(void)
{
	unregister_die_notifier(&notifier);
}
