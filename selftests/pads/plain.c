// SPDX-License-Identifier: GPL-2.0
/*
 * Plain kernel code: nothing here names kdefer. Each function calls what it is given, and
 * holds something meanwhile.
 */
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/list_sort.h>
#include <linux/sort.h>
#include <linux/string.h>

#include "pads.h"
#include "plain.h"

noinline long plain_once(long n, step_fn fn)
{
	CLASS(note, held)(n);

	return fn(n) + held;
}

noinline long plain_nested(long n, step_fn fn)
{
	char *text __free(buffer) = buffer_take();
	long sum = n;

	if (!text)
		return -ENOMEM;
	guard(mutex)(&inner_lock);
	sum += fn(n);
	{
		CLASS(note, more)(n + 1);

		sum += fn(n + 1);
		scoped_guard(mutex, &outer_lock)
		{
			sum += fn(n + 2) + more;
		}
	}
	sum += fn(n + 3);
	return sum;
}

/* Something of each turn, and something of all. */
noinline long plain_loop(long n, step_fn fn)
{
	CLASS(note, all)(n);
	long i, sum = 0;

	for (i = 1; i < 4; i++) {
		CLASS(note, turn)(n + i);

		if (i == 2)
			continue;
		sum += fn(n + i) + turn;
	}
	return sum + all;
}

noinline long plain_early(long n, step_fn fn)
{
	CLASS(note, first)(n);

	if (n & 1)
		return fn(n) + first;
	{
		CLASS(note, second)(n + 1);

		switch (fn(n + 1)) {
		case 0:
			return second;
		case 1:
			break;
		default:
			goto out;
		}
		fn(n + second);
	}
out:
	return fn(n + first);
}

/* What was handed on is not given back here. */
noinline long plain_handed_on(long n, step_fn fn)
{
	void *kept __free(buffer) = buffer_take();
	void *other;

	fn(n);
	other = no_free_ptr(kept);
	n = fn(n + 1);
	buffer_give(other);
	return n;
}

noinline long plain_many(long a, long b, long c, long d, long e, long f, long g,
			 step_fn fn)
{
	CLASS(note, x)(a + b + c);
	CLASS(note, y)(d + e + f + g);

	return fn(a + g) + x + y;
}

/* More live values than there are registers that calls keep. */
noinline long plain_registers(long n, step_fn fn)
{
	CLASS(note, a)(n * 3);
	CLASS(note, b)(n * 5);
	CLASS(note, c)(n * 7);
	CLASS(note, d)(n * 11);
	CLASS(note, e)(n * 13);
	CLASS(note, f)(n * 17);

	return fn(n) + fn(n + 1) + a + b + c + d + e + f;
}

noinline long plain_sort(long n, step_fn fn)
{
	return sort_with(n, fn);
}

static int compare_nodes(void *fn, const struct list_head *a,
			 const struct list_head *b)
{
	return compare_by(a, b, fn);
}

/* Not in the frame, which gcc 14 would realign for them. */
static struct list_head nodes[3];
static LIST_HEAD(head);

noinline long plain_list_sort(long n, step_fn fn)
{
	CLASS(note, held)(n);
	int i;

	INIT_LIST_HEAD(&head);
	for (i = 0; i < ARRAY_SIZE(nodes); i++)
		list_add(&nodes[i], &head);
	list_sort(fn, &head, compare_nodes);
	return held;
}

/* Faults in the functions themselves, with something held on both sides. */
noinline long plain_loads(long n, step_fn fn)
{
	CLASS(note, before)(n + 1);
	char *text __free(buffer) = buffer_take();
	long *nowhere = (long *)fn(0);
	long value;

	if (!text)
		return -ENOMEM;
	guard(mutex)(&inner_lock);
	value = *nowhere;
	*text = value;
	return value + before + *text;
}

/* What it reads first it reads between the instructions that save registers. */
noinline long plain_reads_first(long n, const long *from, step_fn fn)
{
	long value = *from;
	long a = fn(n), b = fn(n + 1), c = fn(n + 2), d = fn(n + 3);

	return value + a * b + c * d + fn(a - d);
}

noinline long plain_divides(long n, step_fn fn)
{
	CLASS(note, before)(n + 1);
	long by = fn(0), result;

	{
		CLASS(note, within)(n + 2);

		result = n / by;
		say("=%ld", within);
	}
	return result + before;
}

noinline long plain_bugs(long n, step_fn fn)
{
	CLASS(note, before)(n + 1);

	BUG_ON(!fn(0));
	return before;
}
