// SPDX-License-Identifier: GPL-2.0
/*
 * What <linux/kdefer.h> forbids, and what comes of it.
 */
#include <linux/kdefer.h>

#include "../cases.h"

static int cleaned;

static void clean(void *unused)
{
	cleaned++;
}

DEFER_FN(void, give_up, int, err)
{
	defer_call(clean, NULL);
	soft_panic(err, "because of %d", err);
}

RECOVER_FN(int, give_up_and_recover, int, err)
{
	defer_recover();
	give_up(err);
	return 0;
}

/* Not a negative errno: counts as -EINVAL. */
static void case_no_errno(struct seq_file *out)
{
	seq_printf(out, "%d %d %d", give_up_and_recover(0),
		   give_up_and_recover(ENODATA),
		   give_up_and_recover(-MAX_ERRNO - 1));
}

static struct soft_panic *last;

static noinline void recover_again(struct soft_panic *p)
{
	recover(p, -2);
	barrier();
}

static void recover_twice(struct soft_panic *p, void *unused)
{
	if (!p)
		return;
	last = p;
	recover(p, -1);
	recover_again(p);
}

RECOVER_FN(int, with_two_recoveries)
{
	defer_recover_with(recover_twice, NULL);
	give_up(-ENODATA);
	return 0;
}

/* The second recover() changes nothing. */
static void case_recover_twice(struct seq_file *out)
{
	seq_printf(out, "%d", with_two_recoveries());
}

static noinline void recover_late(void)
{
	recover(last, -3);
	barrier();
}

/* A panic that is over cannot be recovered: not outside of any handler ... */
static void case_recover_outside(struct seq_file *out)
{
	with_two_recoveries();
	recover_late();
	seq_puts(out, "nothing");
}

static void recover_other(struct soft_panic *p, void *unused)
{
	if (p)
		recover_late();
}

RECOVER_FN(int, with_stale_recovery, int, err)
{
	defer_recover_with(recover_other, NULL);
	give_up(err);
	return 0;
}

RECOVER_FN(int, around_stale_recovery, int, err)
{
	defer_recover();
	return with_stale_recovery(err);
}

/* ... nor in the handler of another one, which goes on outwards. */
static void case_recover_other(struct seq_file *out)
{
	with_two_recoveries();
	seq_printf(out, "%d", around_stale_recovery(-ENODATA));
}

/* A call that was made is not forgotten, nor made again. */
DEFER_FN(int, cancel_late)
{
	struct defer *d = defer_call(clean, NULL);

	defer_now(d);
	return defer_cancel(d);
}

DEFER_FN(int, now_twice)
{
	struct defer *d = defer_call(clean, NULL);

	defer_now(d);
	return defer_now(d);
}

static void case_cancel_late(struct seq_file *out)
{
	int result;

	cleaned = 0;
	result = cancel_late();
	seq_printf(out, "%d %d", result, cleaned);
}

static void case_now_twice(struct seq_file *out)
{
	int result;

	cleaned = 0;
	result = now_twice();
	seq_printf(out, "%d %d", result, cleaned);
}

DEFER_FN(struct defer_frame *, leak_frame)
{
	return defer_frame();
}

DEFINE_FREE(count, int *, ++*_T)

RECOVER_FN(int, defer_into_the_dead, struct defer_frame *, frame)
{
	defer_recover();
	defer_to(frame, count, &cleaned);
	return 0;
}

/* The destructor runs at once, and the caller soft panics. */
static void case_dead_frame(struct seq_file *out)
{
	int result;

	cleaned = 0;
	result = defer_into_the_dead(leak_frame());
	seq_printf(out, "%d %d", result, cleaned);
}

RECOVER_FN(int, repanic_nothing)
{
	defer_recover();
	soft_repanic(NULL);
}

static void case_repanic_nothing(struct seq_file *out)
{
	seq_printf(out, "%d", repanic_nothing());
}

static const struct test_case cases[] = {
	TEST_CASE(no_errno),	    TEST_CASE(recover_twice),
	TEST_CASE(recover_outside), TEST_CASE(recover_other),
	TEST_CASE(cancel_late),	    TEST_CASE(now_twice),
	TEST_CASE(dead_frame),	    TEST_CASE(repanic_nothing),
};

module_cases(cases);

MODULE_DESCRIPTION("Test of kdefer: what is forbidden");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
