// SPDX-License-Identifier: GPL-2.0
/*
 * What can be seen of the stack, and what a recovery makes of it.
 */
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/sort.h>
#include <linux/stacktrace.h>
#include <linux/string.h>

#include "go_kunit.h"
#include "suite.h"

RECOVER_FN(int, panic_between_iterations, int, last)
{
	int i;

	defer_recover_with(take, WORD(3));
	for (i = 0;; i++) {
		if (i == last)
			raise_value(last);
		defer(step, i);
	}
}

/* F48: a loop that only a panic leaves has somewhere to return from. */
static void endless_loop_ends_by_a_panic(struct kunit *test)
{
	EXPECT_RUN(test, panic_between_iterations(4), 3, "3 2 1 0 took:4");
}

/* Where a panic comes from, as its handler sees it. */
struct seen {
	const char *names[4];
	int n;
	unsigned long ip;
	unsigned long first;
	unsigned long handler_sp;
	unsigned long rest_sp;
	bool in_order;
};

static void look_at_the_stack(struct soft_panic *p, void *arg)
{
	unsigned long entries[24];
	struct seen *seen = arg;
	unsigned int i, n;
	int found = 0;

	n = soft_panic_stack(p, entries, ARRAY_SIZE(entries));
	for (i = 0; i < n && found < seen->n; i++)
		found += is_in_function(entries[i], seen->names[found]);
	seen->in_order = found == seen->n;
	seen->ip = p->ip;
	seen->first = n ? entries[0] : 0;
	seen->handler_sp = (unsigned long)__builtin_frame_address(0);
	recover(p, 0);
}

static void note_the_stack_pointer(void *arg)
{
	((struct seen *)arg)->rest_sp =
		(unsigned long)__builtin_frame_address(0);
}

static noinline void site_f3(int which)
{
	if (which == 1)
		soft_panic(-1, "here");
	if (which == 2)
		soft_panic(-2, "there");
	note("f3");
}

static noinline void site_f2(int which)
{
	site_f3(which);
	note("f2");
}

DEFER_FN(void, site_f1, int, which)
{
	defer(step, 1);
	site_f2(which);
}

RECOVER_FN(void, look_from, struct seen *, seen, int, which)
{
	defer_call(note_the_stack_pointer, seen);
	defer_recover_with(look_at_the_stack, seen);
	site_f1(which);
}

/* F05 F11 F12: a panic knows the place that it was raised at, and no other. */
static void panic_knows_its_place(struct kunit *test)
{
	struct seen one = {}, two = {}, again = {};

	look_from(&one, 1);
	look_from(&two, 2);
	look_from(&again, 1);
	KUNIT_EXPECT_TRUE(test, is_in_function(one.ip, "site_f3"));
	KUNIT_EXPECT_TRUE(test, is_in_function(two.ip, "site_f3"));
	KUNIT_EXPECT_NE(test, one.ip, two.ip);
	KUNIT_EXPECT_EQ(test, one.ip, again.ip);
	KUNIT_EXPECT_EQ(test, one.ip, one.first);
}

/* C01 F23: a handler sees every function that led to the panic, innermost first. */
static void handler_sees_the_whole_stack(struct kunit *test)
{
	struct seen seen = { { "site_f3", "site_f2", "site_f1", "look_from" },
			     4 };

	look_from(&seen, 1);
	KUNIT_EXPECT_TRUE(test, seen.in_order);
}

RECOVER_FN(void, looks_below, void *, seen)
{
	defer_recover_with(look_at_the_stack, seen);
	site_f2(2);
}

RECOVER_FN(int, looks_from_a_deferred_call, struct seen *, seen)
{
	defer_recover_with(take, WORD(3));
	defer_call(looks_below, seen);
	raise_value(1);
}

/* C02: of a newer panic, the deferred call and then the function that it is of. */
static void stack_of_a_newer_panic_leads_through_the_older(struct kunit *test)
{
	struct seen seen = {
		{ "site_f3", "looks_below", "looks_from_a_deferred_call" }, 3
	};

	KUNIT_EXPECT_EQ(test, looks_from_a_deferred_call(&seen), 3);
	KUNIT_EXPECT_TRUE(test, seen.in_order);
	EXPECT_NOTES(test, "took:1");
}

/* C03 S06: the handler runs below what gave up, the rest of the calls do not. */
static void stack_is_given_back_before_the_rest(struct kunit *test)
{
	struct seen seen = {};

	look_from(&seen, 1);
	KUNIT_EXPECT_LT(test, seen.handler_sp + sizeof(struct soft_panic),
			seen.rest_sp);
	KUNIT_EXPECT_LT(test, seen.rest_sp,
			(unsigned long)__builtin_frame_address(0));
}

static bool way_home;

static void check_the_way_home(void *unused)
{
	unsigned long entries[32];
	unsigned int i, n;

	n = stack_trace_save(entries, ARRAY_SIZE(entries), 0);
	way_home = false;
	for (i = 0; i < n; i++)
		if (is_in_function(entries[i], "frame_pointers_lead_home"))
			way_home = true;
}

static noinline void use_stack(int levels)
{
	void (*give_up)(void *) = panic_now;
	unsigned char room[400];

	/* objtool shall not know that it does not return: the compiler cannot. */
	OPTIMIZER_HIDE_VAR(give_up);
	memset(room, levels, sizeof(room));
	OPTIMIZER_HIDE_VAR(room[0]);
	if (levels)
		use_stack(levels - 1);
	else
		give_up(WORD(1));
	barrier_data(room);
}

RECOVER_FN(int, returns_from_far)
{
	defer_call(check_the_way_home, NULL);
	defer_recover_with(take, WORD(4));
	use_stack(12);
	return 0;
}

/*
 * C10 S06: after a recovery across many frames, frame pointers lead to the caller, and
 * the caller finds its registers as they were.
 */
static void frame_pointers_lead_home(struct kunit *test)
{
	long a = 1, b = 2, c = 3, d = 4, e = 5, f = 6;

	OPTIMIZER_HIDE_VAR(a);
	OPTIMIZER_HIDE_VAR(b);
	OPTIMIZER_HIDE_VAR(c);
	OPTIMIZER_HIDE_VAR(d);
	OPTIMIZER_HIDE_VAR(e);
	OPTIMIZER_HIDE_VAR(f);
	KUNIT_EXPECT_EQ(test, returns_from_far(), 4);
	KUNIT_EXPECT_TRUE(test, way_home);
	KUNIT_EXPECT_EQ(
		test, a + 10 * b + 100 * c + 1000 * d + 10000 * e + 100000 * f,
		654321L);
	check_the_way_home(NULL);
	KUNIT_EXPECT_TRUE(test, way_home);
}

DEFER_FN(void, panics_first_thing)
{
	raise_value(5);
}

DEFER_FN(void, leaf_caller)
{
	defer(step, 1);
	panics_first_thing();
	defer(step, 2);
}

RECOVER_FN(int, leaf_catcher)
{
	defer_recover_with(take, WORD(2));
	leaf_caller();
	return 0;
}

/* S04: a leaf that fails at once is not mistaken for the frame that called it. */
static void leaf_is_not_mistaken_for_its_caller(struct kunit *test)
{
	EXPECT_RUN(test, leaf_catcher(), 2, "1 took:5");
}

static int compare_and_give_up(const void *a, const void *b)
{
	const int *x = a, *y = b;

	if (*x == 7 || *y == 7)
		raise_value(7);
	return *x - *y;
}

static DEFINE_MUTEX(sort_lock);

RECOVER_FN(int, sort_with_a_lock, int *, values, int, n)
{
	defer_recover();
	defer_guard(mutex, &sort_lock);
	sort(values, n, sizeof(*values), compare_and_give_up, NULL);
	return 0;
}

/* S17 S18: a panic passes through code that knows nothing of it, many times. */
static void panic_passes_through_plain_code(struct kunit *test)
{
	int i, preempted = preempt_count(), failures = 0;
	int fine[] = { 3, 1, 2 };

	KUNIT_EXPECT_EQ(test, sort_with_a_lock(fine, 3), 0);
	for (i = 0; i < 20000; i++) {
		int values[] = { 5, 9, 7, 1 };

		failures += sort_with_a_lock(values, 4) == -7 &&
			    !mutex_is_locked(&sort_lock);
	}
	KUNIT_EXPECT_EQ(test, failures, 20000);
	KUNIT_EXPECT_EQ(test, preempt_count(), preempted);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(endless_loop_ends_by_a_panic),
	KUNIT_CASE(panic_knows_its_place),
	KUNIT_CASE(handler_sees_the_whole_stack),
	KUNIT_CASE(stack_of_a_newer_panic_leads_through_the_older),
	KUNIT_CASE(stack_is_given_back_before_the_rest),
	KUNIT_CASE(frame_pointers_lead_home),
	KUNIT_CASE(leaf_is_not_mistaken_for_its_caller),
	KUNIT_CASE(panic_passes_through_plain_code),
	{}
};

DEFINE_SUITE("kdefer_go_runtime", .init = notes_begin);
