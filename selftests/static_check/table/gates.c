// SPDX-License-Identifier: GPL-2.0
/* Functions that defer, and such that stop a soft panic. */
#include "client.h"

DEFER_FN(int, lets_out, struct frob *, frob, int, n)
{
	defer_guard(mutex, &frob->lock);
	char *text = kmalloc(n, GFP_KERNEL);

	defer(kfree, text);
	deep(n);
	return 0;
}

DEFER_FN(int, defers_two, int, n)
{
	defer(kfree, NULL);
	if (n)
		defer(kfree, NULL);
	else
		defer(kfree, NULL);
	return harmless(n);
}

DEFER_FN(int, defers_three, int, n)
{
	defer(kfree, NULL);
	defer(kfree, NULL);
	if (n)
		defer(kfree, NULL);
	return n;
}

/* There is room for eight. */
#define defer_four()                \
	do {                        \
		defer(kfree, NULL); \
		defer(kfree, NULL); \
		defer(kfree, NULL); \
		defer(kfree, NULL); \
	} while (0)

DEFER_FN(int, defers_eight, int, n)
{
	defer_four();
	if (n)
		defer_four();
	return n;
}

DEFER_FN(int, defers_nine, int, n)
{
	defer_four();
	defer_four();
	if (n)
		defer(kfree, NULL);
	return n;
}

DEFER_FN(int, defers_many, int, n)
{
	while (n--)
		defer(kfree, NULL);
	return n;
}

DEFER_FN(int, has_reserved, int, n)
{
	if (defer_reserve(n, GFP_KERNEL))
		return -ENOMEM;
	while (n--)
		defer(kfree, NULL);
	return n;
}

/* Two, behind eight that have room. */
DEFER_FN(int, has_reserved_two, int, n)
{
	defer_four();
	defer_four();
	if (defer_reserve(2, GFP_KERNEL))
		return -ENOMEM;
	defer(kfree, NULL);
	defer(kfree, NULL);
	return n;
}

DEFER_FN(int, has_reserved_too_few, int, n)
{
	defer_four();
	defer_four();
	if (defer_reserve(1, GFP_KERNEL))
		return -ENOMEM;
	defer(kfree, NULL);
	if (n)
		defer(kfree, NULL);
	return n;
}

DEFER_FN(int, has_reserved_for_each, int, n)
{
	while (n--) {
		if (defer_reserve(1, GFP_KERNEL))
			return -ENOMEM;
		defer(kfree, NULL);
	}
	return n;
}

DEFER_FN(int, has_reserved_perhaps, int, n)
{
	defer_four();
	if (n && defer_reserve(12, GFP_KERNEL))
		return -ENOMEM;
	defer_four();
	defer_four();
	return n;
}

void fills_by_address(struct defer_frame **frame);

DEFER_FN(int, lets_fill_by_address, int, n)
{
	struct defer_frame *frame = defer_frame();

	fills_by_address(&frame);
	defer(kfree, NULL);
	return n;
}

noinline char *for_the_caller(struct defer_frame *frame)
{
	char *text = kmalloc(8, GFP_KERNEL);

	defer_to(frame, kfree, text);
	return text;
}

RECOVER_FN(int, stops, struct frob *, frob, int, n)
{
	defer_recover();
	deep(n);
	return lets_out(frob, n);
}

RECOVER_FN(int, stops_and_says_so, int, n)
{
	defer_recover_log(KERN_NOTICE);
	deep(n);
	return 0;
}

RECOVER_FN(int, stops_too_late, int, n)
{
	deep(n);
	defer_recover();
	return 0;
}

RECOVER_FN(int, stops_perhaps, int, n)
{
	if (n)
		defer_recover();
	deep(n);
	return 0;
}

static void recovers(struct soft_panic *p, void *unused)
{
	if (!p)
		return;
	if (p->err == -EIO)
		harmless(1);
	recover(p, 0);
}

static void recovers_some(struct soft_panic *p, void *unused)
{
	if (p && p->err == -EIO)
		recover(p, 0);
}

static void gives_up_again(struct soft_panic *p, void *unused)
{
	if (p)
		soft_repanic(p);
}

RECOVER_FN(bool, handled, int, n)
{
	defer_recover_with(recovers, NULL);
	deep(n);
	return true;
}

RECOVER_FN(bool, handled_perhaps, int, n)
{
	defer_recover_with(recovers_some, NULL);
	deep(n);
	return true;
}

RECOVER_FN(bool, no_longer_handled, int, n)
{
	struct defer *d = defer_recover_with(recovers, NULL);

	defer_cancel(d);
	deep(n);
	return true;
}

RECOVER_FN(int, handled_twice, int, n)
{
	defer_recover();
	defer_recover_with(gives_up_again, NULL);
	deep(n);
	return 0;
}

RECOVER_FN(int, handled_badly, int, n)
{
	defer_recover_with(gives_up_again, NULL);
	defer_recover();
	deep(n);
	return 0;
}

static void deep_at_last(void *unused)
{
	deep(9);
}

DEFER_FN(int, at_last, int, n)
{
	defer_call(deep_at_last, NULL);
	return harmless(n);
}

RECOVER_FN(int, at_last_stopped, int, n)
{
	defer_recover();
	defer_call(deep_at_last, NULL);
	return harmless(n);
}

void callers(struct frob *frob, int n)
{
	guard(mutex)(&frob->lock);
	// !! guard (mutex): lets_out > deep > soft_panic
	lets_out(frob, n);
	defers_two(n);
	defers_three(n);
	defers_eight(n);
	// !! guard (mutex): defers_nine > defer
	defers_nine(n);
	// !! guard (mutex): defers_many > defer
	defers_many(n);
	has_reserved(n);
	has_reserved_two(n);
	// !! guard (mutex): has_reserved_too_few > defer
	has_reserved_too_few(n);
	has_reserved_for_each(n);
	// !! guard (mutex): has_reserved_perhaps > defer
	has_reserved_perhaps(n);
	// !! guard (mutex): lets_fill_by_address > defer
	lets_fill_by_address(n);
	stops(frob, n);
	stops_and_says_so(n);
	// !! guard (mutex): stops_too_late > deep > soft_panic
	stops_too_late(n);
	// !! guard (mutex): stops_perhaps > deep > soft_panic
	stops_perhaps(n);
	handled(n);
	// !! guard (mutex): handled_perhaps > deep > soft_panic
	handled_perhaps(n);
	// !! guard (mutex): no_longer_handled > deep > soft_panic
	no_longer_handled(n);
	handled_twice(n);
	// !! guard (mutex): handled_badly > gives_up_again > soft_repanic
	handled_badly(n);
	// !! guard (mutex): at_last > deep_at_last > deep > soft_panic
	at_last(n);
	at_last_stopped(n);
}

/* What holds by kdefer's own words is given back; what does not is skipped here, too. */
DEFER_FN(int, both, struct frob *, frob, int, n)
{
	defer_scoped_guard(mutex, &frob->lock) deep(n);
	guard(rcu)();
	// !! guard (rcu): deep > soft_panic
	deep(n);
	// !! guard (rcu): for_the_caller > defer_to
	for_the_caller(defer_frame());
	return 0;
}

/* How much of the room a helper takes is not known. */
DEFER_FN(int, behind_a_helper, int, n)
{
	for_the_caller(defer_frame());
	guard(rcu)();
	// !! guard (rcu): defer
	defer(kfree, NULL);
	return n;
}

/* Each of its own has room, as a place of its own. */
DEFER_FN(int, behind_its_own, int, n)
{
	guard(rcu)();
	// !! guard (rcu): defer_to
	defer_to(defer_frame(), kfree, NULL);
	// !! guard (rcu): defer_to
	defer_to(defer_frame(), kfree, NULL);
	defer(kfree, NULL);
	return n;
}

/* ... but one place that two calls are deferred by. */
DEFER_FN(int, behind_its_variable, int, n)
{
	struct defer_frame *frame = defer_frame();

	defer_to(frame, kfree, NULL);
	defer_to(frame, kfree, NULL);
	guard(rcu)();
	// !! guard (rcu): defer
	defer(kfree, NULL);
	return n;
}

struct carrier {
	struct defer_frame *frame;
};

noinline void for_a_carrier(struct carrier *c)
{
	defer_to(c->frame, kfree, NULL);
}

DEFER_FN(int, behind_a_carrier, int, n)
{
	struct carrier c = { .frame = defer_frame() };

	for_a_carrier(&c);
	guard(rcu)();
	// !! guard (rcu): defer
	defer(kfree, NULL);
	return n;
}

noinline void for_anything(void *frame)
{
	defer_to((struct defer_frame *)frame, kfree, NULL);
}

DEFER_FN(int, behind_a_cast, int, n)
{
	void *frame = defer_frame();

	for_anything(frame);
	guard(rcu)();
	// !! guard (rcu): defer
	defer(kfree, NULL);
	return n;
}

/* What it was given is another's frame. */
DEFER_FN(int, for_another, struct defer_frame *, outer, int, n)
{
	for_the_caller(outer);
	guard(rcu)();
	defer(kfree, NULL);
	return n;
}

DEFER_FN(int, before_a_helper, int, n)
{
	scoped_guard(rcu) defer(kfree, NULL);
	for_the_caller(defer_frame());
	return n;
}

RECOVER_FN(int, holds_beneath_a_handler, struct frob *, frob, int, n)
{
	defer_recover();
	guard(mutex)(&frob->lock);
	// !! guard (mutex): deep > soft_panic
	deep(n);
	return 0;
}

/* An exit leaves the outermost function that recovers: no handler stops it. */
RECOVER_FN(int, leaves, int, n)
{
	defer_recover();
	if (n)
		soft_exit(n);
	return 0;
}

void above(struct frob *frob, int n)
{
	guard(mutex)(&frob->lock);
	leaves(n);
}

noinline void between(struct frob *frob, int n)
{
	guard(mutex)(&frob->lock);
	// !! guard (mutex): leaves > soft_exit
	leaves(n);
}

RECOVER_FN(int, outermost, struct frob *, frob, int, n)
{
	defer_recover();
	between(frob, n);
	return 0;
}
