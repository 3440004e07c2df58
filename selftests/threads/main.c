// SPDX-License-Identifier: GPL-2.0
/*
 * Threads that end inside a function with deferred calls: each case starts one, waits
 * for it, and says what happened in order.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched/task_stack.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "../arch.h"
#include "../cases.h"

static char told[200];
static size_t bytes;
static DECLARE_COMPLETION(done);

static void forget(void)
{
	told[0] = '\0';
	bytes = 0;
	reinit_completion(&done);
}

/* Said before whoever waits is told: it may take away what the calls refer to. */
static void tell(const char *what)
{
	bytes += scnprintf(told + bytes, sizeof(told) - bytes, "%s%s ",
			   completion_done(&done) ? "late:" : "", what);
}

static void say(void *what)
{
	tell(what);
}

static void sleep(void *unused)
{
	msleep(20);
	tell("slept");
}

static void complain(void *unused)
{
	tell("complain");
	soft_panic(-EIO, "in a cleanup");
}

static void leave(void *unused)
{
	tell("leave");
	soft_exit(7);
}

static void end_by_completion(void *unused)
{
	tell("end");
	kthread_complete_and_exit(&done, 42);
}

static void end_otherwise(void *unused)
{
	tell("again");
	kthread_complete_and_exit(NULL, 43);
}

static void end_by_module(void *unused)
{
	tell("end");
	module_put_and_kthread_exit(42);
}

#ifdef EXPORTS_KTHREAD_EXIT
static void end_only(void *unused)
{
	tell("end");
	kthread_exit(42);
}

static void end_by_exit(void *unused)
{
	tell("again");
	kthread_exit(43);
}
#endif

static void give_up(void *unused)
{
	tell("give up");
	soft_panic(-ENODATA, "in a thread");
}

static void look(struct soft_panic *p, void *unused)
{
	tell(p ? "a panic" : "no panic");
	if (p)
		recover(p, -EUCLEAN);
}

/* What is called last, and what is deferred before: other functions' frames lie between. */
struct plan {
	void (*call)(void *unused);
	void (*deferred)(void *unused);
};

static noinline void plain(void (*call)(void *unused))
{
	call(NULL);
	barrier();
}

DEFER_FN(void, inner, const struct plan *, plan)
{
	defer_call(say, "inner");
	if (plan->deferred)
		defer_call(plan->deferred, NULL);
	plain(plan->call);
	tell("inner returned");
}

RECOVER_FN(int, middle, const struct plan *, plan)
{
	defer_call(say, "middle");
	defer_recover_with(look, NULL);
	inner(plan);
	tell("middle returned");
	return 0;
}

RECOVER_FN(int, outer, void *, plan)
{
	defer_recover();
	defer_call(say, "outer");
	middle(plan);
	tell("outer goes on");
	return 1;
}

/* Its result is what kthread_stop() has; it may have ended before that. */
static void run(struct seq_file *out, int (*fn)(void *),
		const struct plan *plan)
{
	struct task_struct *task;
	int code;

	forget();
	task = kthread_create(fn, (void *)plan, "quitter");
	if (IS_ERR(task)) {
		seq_printf(out, "no thread: %ld", PTR_ERR(task));
		return;
	}
	get_task_struct(task);
	wake_up_process(task);
	msleep(100);
	code = kthread_stop(task);
	put_task_struct(task);
	seq_printf(out, "%s%d%s", told, code,
		   completion_done(&done) ? " told" : "");
}

/* clang-format off */
#define CASE(name, what, before)					\
	static void case_##name(struct seq_file *out)			\
	{								\
		static const struct plan plan = { what, before };	\
									\
		run(out, outer, &plan);					\
	}
/* clang-format on */

CASE(completion, end_by_completion, NULL)
CASE(sleeping, end_by_completion, sleep)
CASE(panicking, end_by_completion, complain)
CASE(exiting, end_by_completion, leave)
CASE(twice, end_by_completion, end_otherwise)
CASE(while_panicking, give_up, end_by_completion)
CASE(while_exiting, leave, end_by_completion)

/* clang-format off */
#ifdef EXPORTS_KTHREAD_EXIT
CASE(exit, end_only, NULL)
CASE(exit_sleeping, end_only, sleep)
CASE(exit_twice, end_by_completion, end_by_exit)
CASE(exit_while_panicking, give_up, end_only)
#else
#define NOT_EXPORTED(name)						\
	static void case_##name(struct seq_file *out)			\
	{								\
		seq_puts(out, "not exported");				\
	}
NOT_EXPORTED(exit)
NOT_EXPORTED(exit_sleeping)
NOT_EXPORTED(exit_twice)
NOT_EXPORTED(exit_while_panicking)
#endif
/* clang-format on */

/* The thread's own reference: what calls into a module holds one. */
static void case_module(struct seq_file *out)
{
	static const struct plan plan = { end_by_module, sleep };
	unsigned int before = module_refcount(THIS_MODULE);

	__module_get(THIS_MODULE);
	run(out, outer, &plan);
	seq_printf(out, " %d", (int)(module_refcount(THIS_MODULE) - before));
}

static int no_calls(void *unused)
{
	end_by_completion(NULL);
	return 0;
}

RECOVER_FN(int, only_a_handler, void *, unused)
{
	defer_recover();
	plain(end_by_completion);
	return 0;
}

/* Such threads are left alone. */
static void case_no_frame(struct seq_file *out)
{
	run(out, no_calls, NULL);
}

static void case_only_a_handler(struct seq_file *out)
{
	run(out, only_a_handler, NULL);
}

DEFER_FN(int, nobody_recovers, void *, plan)
{
	defer_call(say, "outermost");
	inner(plan);
	return 0;
}

/* A panic that nobody recovers while the thread ends. */
static void case_uncaught(struct seq_file *out)
{
	static const struct plan plan = { end_by_completion, complain };

	run(out, nobody_recovers, &plan);
}

static noinline void lose_way(void *unused)
{
	struct stack_record *way = __builtin_frame_address(0);

	WRITE_ONCE(way->ip, 16);
	end_by_completion(NULL);
}

CASE(lost_way, lose_way, NULL)

static unsigned long stack_left(void)
{
	return (unsigned long)__builtin_frame_address(0) -
	       (unsigned long)task_stack_page(current);
}

/* What never returns would make dig() look endless to the compiler. */
static bool is_end = true;

/* As deep as it takes: ARCH_STACK_ROOM_BYTES is 4096; with KASAN all is twice as large. */
static noinline void dig(void *unused)
{
	char hole[128];

	memset(hole, 0, sizeof(hole));
	if (stack_left() > 4090 * (THREAD_SIZE / SZ_16K))
		dig(NULL);
	else if (READ_ONCE(is_end))
		end_by_completion(NULL);
	OPTIMIZER_HIDE_VAR(hole[0]);
}

CASE(no_stack, dig, NULL)

/* The stack of each is used again for the next. */
static void case_many(struct seq_file *out)
{
	static const struct plan plan = { end_by_completion, NULL };
	unsigned int i, ended = 0;

	for (i = 0; i < 1000; i++) {
		struct task_struct *task;

		forget();
		task = kthread_run(outer, (void *)&plan, "quitter");
		if (IS_ERR(task))
			break;
		wait_for_completion(&done);
		ended += !strcmp(told, "end inner no panic middle outer ");
	}
	seq_printf(out, "%u of 1000", ended);
}

static const struct test_case cases[] = {
	TEST_CASE(completion),
	TEST_CASE(sleeping),
	TEST_CASE(panicking),
	TEST_CASE(exiting),
	TEST_CASE(twice),
	TEST_CASE(while_panicking),
	TEST_CASE(while_exiting),
	TEST_CASE(exit),
	TEST_CASE(exit_sleeping),
	TEST_CASE(exit_twice),
	TEST_CASE(exit_while_panicking),
	TEST_CASE(module),
	TEST_CASE(no_frame),
	TEST_CASE(only_a_handler),
	TEST_CASE(uncaught),
	TEST_CASE(lost_way),
	TEST_CASE(no_stack),
	TEST_CASE(many),
};

module_cases(cases);

MODULE_DESCRIPTION("Test of kdefer: threads that end inside a function");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
