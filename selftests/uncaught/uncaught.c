// SPDX-License-Identifier: GPL-2.0
/*
 * Soft panics that end in nobody's hands, and stacks that cannot be unwound.
 * Most cases kill the process that reads them.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cleanup.h>
#include <linux/delay.h>
#include <linux/kprobes.h>
#include <linux/mutex.h>
#include <linux/sched/task_stack.h>
#include <linux/sizes.h>
#include <linux/timer.h>

#include <linux/kdefer.h>

#include "../arch.h"
#include "../cases.h"

static void say(void *what)
{
	pr_info("ran: %s\n", (char *)what);
}

/* A chain of two: what is deferred in write_page() gives up in turn. */
static void restore_page(void *number)
{
	say("restore_page");
	soft_panic(-EIO, "cannot restore page %ld", (long)number);
}

DEFER_FN(void, write_page, long, number)
{
	defer_call(say, "first of write_page");
	defer_call(restore_page, (void *)number);
	defer_call(say, "last of write_page");
	soft_panic(-ENODATA, "page %ld is torn", number);
}

static DEFINE_MUTEX(book_lock);

DEFER_FN(void, write_book, long, page)
{
	defer_guard(mutex, &book_lock);
	defer_call(say, "write_book");
	write_page(page);
}

static void case_chain(struct seq_file *out)
{
	write_book(7);
}

static void case_lock(struct seq_file *out)
{
	seq_puts(out, mutex_is_locked(&book_lock) ? "held" : "free");
}

/* Two functions that could recover, and do not. */
RECOVER_FN(int, save_book, long, page)
{
	defer_call(say, "save_book");
	write_book(page);
	return 0;
}

RECOVER_FN(int, save_all, long, page)
{
	defer_call(say, "save_all");
	save_book(page);
	return 0;
}

static void case_contained(struct seq_file *out)
{
	seq_printf(out, "%d", save_all(7));
}

DEFER_FN(void, exit_nowhere)
{
	defer_call(say, "exit_nowhere");
	soft_exit(0);
}

static void case_exit_nowhere(struct seq_file *out)
{
	exit_nowhere();
}

static void on_timer(struct timer_list *unused)
{
	write_page(8);
}

static DEFINE_TIMER(timer, on_timer);

static void case_timer(struct seq_file *out)
{
	mod_timer(&timer, jiffies + 1);
	msleep(1000);
}

/* A probe on the text behind the call of the body, where the mark is. */
static int on_mark(struct kprobe *probe, struct pt_regs *regs)
{
	return 0;
}

static struct kprobe mark_probe = { .pre_handler = on_mark };
static bool probe_mark;

static noinline void set_probe(struct defer_frame *frame)
{
	mark_probe.addr = ((void **)frame)[-1];
	pr_info("probe: %d\n", register_kprobe(&mark_probe));
}

static bool room_alone;

/*
 * A frame whose proof of life was overwritten is not trusted with anything; nor is one that says
 * that it has another size.
 */
static noinline void overwrite(struct defer_frame *frame)
{
	if (room_alone)
		WRITE_ONCE(frame->room, frame->room + KDEFER_SLOT_BYTES);
	else
		WRITE_ONCE(frame->life, 0);
}

DEFER_FN(void, overwritten, bool, give_up)
{
	defer_call(say, "overwritten");
	if (probe_mark)
		set_probe(defer_frame());
	overwrite(defer_frame());
	if (give_up)
		write_page(9);
}

DEFER_FN(void, around_overwritten, bool, give_up)
{
	defer_call(say, "around_overwritten");
	overwritten(give_up);
}

static void case_overwritten_panic(struct seq_file *out)
{
	around_overwritten(true);
}

static void case_overwritten_probed(struct seq_file *out)
{
	probe_mark = true;
	around_overwritten(true);
}

static void case_overwritten_room(struct seq_file *out)
{
	probe_mark = false;
	room_alone = true;
	around_overwritten(true);
}

static void case_take_probe_off(struct seq_file *out)
{
	unregister_kprobe(&mark_probe);
}

static void case_overwritten_return(struct seq_file *out)
{
	around_overwritten(false);
}

static const unsigned long no_code[4];

typedef void call_fn(void);

static noinline void lose_frame_pointer(void)
{
	struct stack_record *way = __builtin_frame_address(0);

	WRITE_ONCE(way->bp, 16);
	soft_panic(-ENODATA, "no frame pointer");
}

static noinline void lose_return_address(void)
{
	struct stack_record *way = __builtin_frame_address(0);

	WRITE_ONCE(way->ip, 16);
	soft_panic(-ENODATA, "no return address");
}

static noinline void return_to_data(void)
{
	struct stack_record *way = __builtin_frame_address(0);

	WRITE_ONCE(way->ip, (unsigned long)&no_code[1]);
	soft_panic(-ENODATA, "a return address in data");
}

DEFER_FN(void, lose_way, call_fn *, how)
{
	defer_call(say, "lose_way");
	how();
	barrier();
}

static void case_lost_frame_pointer(struct seq_file *out)
{
	lose_way(lose_frame_pointer);
}

static void case_lost_return_address(struct seq_file *out)
{
	lose_way(lose_return_address);
}

static void case_return_to_data(struct seq_file *out)
{
	lose_way(return_to_data);
}

/* Leads past the function with the deferred call, and looks like a frame. */
static noinline void lead_too_far(unsigned long bp)
{
	struct stack_record *way = __builtin_frame_address(0);

	WRITE_ONCE(way->bp, bp);
	soft_panic(-ENODATA, "a frame pointer that leads too far");
}

DEFER_FN(void, passed_by, unsigned long, bp)
{
	defer_call(say, "passed_by");
	lead_too_far(bp);
	barrier();
}

/* The BUG() that it ends in is no fault that this traps. */
RECOVER_FN(int, around_passed_by)
{
	if (trap_faults())
		return -EOPNOTSUPP;
	defer_recover();
	passed_by((unsigned long)__builtin_frame_address(0));
	return 0;
}

static void case_passed_by(struct seq_file *out)
{
	seq_printf(out, "%d", around_passed_by());
}

/* With uncaught=contain: what lies further out is not known, what is known is left. */
RECOVER_FN(int, contain_half_way)
{
	defer_call(say, "contain_half_way");
	write_book(7);
	return 0;
}

/* Calls it with a caller that leads nowhere. */
static noinline int lead_nowhere(int (*function)(void))
{
	struct stack_record *way = __builtin_frame_address(0);
	unsigned long bp = way->bp;
	int result;

	WRITE_ONCE(way->bp, 16);
	result = function();
	WRITE_ONCE(way->bp, bp);
	return result;
}

static void case_half_way(struct seq_file *out)
{
	seq_printf(out, "%d", lead_nowhere(contain_half_way));
}

RECOVER_FN(int, exit_half_way)
{
	defer_call(say, "exit_half_way");
	soft_exit(9);
}

static void case_exit_half_way(struct seq_file *out)
{
	seq_printf(out, "%d", lead_nowhere(exit_half_way));
}

/* With uncaught=contain: a size holds no errno. */
RECOVER_FN(size_t, save_size, long, page)
{
	defer_call(say, "save_size");
	write_book(page);
	return 0;
}

static void case_not_contained(struct seq_file *out)
{
	seq_printf(out, "%ld", (long)save_size(7));
}

DEFINE_FREE(say, char *, say(_T))

DEFER_FN(void, lose_list)
{
	char *word __maybe_unused = "lose_list";

	defer_free(say, word);
	defer_call(say, "later");
	WRITE_ONCE(defer_frame()->blocks, NULL);
}

static void case_lost_list(struct seq_file *out)
{
	lose_list();
}

static unsigned long stack_left(void)
{
	return (unsigned long)__builtin_frame_address(0) -
	       (unsigned long)task_stack_page(current);
}

/* A function that never returns would make dig() look endless to the compiler. */
static bool is_hard = true;

static noinline void hit_rock(void)
{
	if (READ_ONCE(is_hard))
		soft_panic(-ENODATA, "nothing but rock");
}

/* As deep as it takes to have no more than @room bytes left. */
static noinline void dig(unsigned long room)
{
	char hole[128];

	memset(hole, 0, sizeof(hole));
	if (stack_left() > room)
		dig(room);
	else
		hit_rock();
	OPTIMIZER_HIDE_VAR(hole[0]);
}

DEFER_FN(void, dig_deep, unsigned long, room)
{
	defer_call(say, "dig_deep");
	dig(room);
}

/* ARCH_STACK_ROOM_BYTES is 4096, and a step of dig() 168; with KASAN all is twice as large. */
#define ROOM(bytes) ((bytes) * (THREAD_SIZE / SZ_16K))

static void case_no_stack(struct seq_file *out)
{
	dig_deep(ROOM(3900));
}

RECOVER_FN(int, dig_and_recover, unsigned long, room)
{
	defer_recover();
	dig_deep(room);
	return 0;
}

static void case_little_stack(struct seq_file *out)
{
	seq_printf(out, "%d", dig_and_recover(ROOM(4600)));
}

static const struct test_case cases[] = {
	TEST_CASE(chain),
	TEST_CASE(lock),
	TEST_CASE(contained),
	TEST_CASE(exit_nowhere),
	TEST_CASE(timer),
	TEST_CASE(overwritten_panic),
	TEST_CASE(overwritten_probed),
	TEST_CASE(overwritten_room),
	TEST_CASE(take_probe_off),
	TEST_CASE(overwritten_return),
	TEST_CASE(lost_frame_pointer),
	TEST_CASE(lost_return_address),
	TEST_CASE(return_to_data),
	TEST_CASE(lost_list),
	TEST_CASE(passed_by),
	TEST_CASE(half_way),
	TEST_CASE(exit_half_way),
	TEST_CASE(not_contained),
	TEST_CASE(no_stack),
	TEST_CASE(little_stack),
};

static int __init uncaught_init(void)
{
	cases_publish(cases, ARRAY_SIZE(cases));
	return 0;
}

static void __exit uncaught_exit(void)
{
	cases_withdraw();
	timer_delete_sync(&timer);
}

module_init(uncaught_init);
module_exit(uncaught_exit);

MODULE_DESCRIPTION("Test of kdefer: soft panics that nobody recovers");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
