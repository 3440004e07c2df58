// SPDX-License-Identifier: GPL-2.0
/*
 * Functions that are left where the compiler thinks that they cannot be, and cleanups that are
 * left in turn. Each case says what was taken (+) and given back (-), and whether the lock is
 * left.
 */
#include <linux/kdefer.h>

#include "../said.h"
#include "holes.h"

/* What the cases hold. */
DEFINE_MUTEX(lock);

noinline long take(long n)
{
	say("+%ld", n);
	return n;
}

static noinline long quiet(long n)
{
	say("%ld", n);
	return n;
}

static noinline long gives_up(long n)
{
	say("%ld", n);
	soft_panic(-ENODATA, "given up at %ld", n);
	return n;
}

static noinline long quiet_with(long n, long *var)
{
	return quiet(n);
}

long (*step_with)(long n, long *var) = quiet_with;
char table_to[64], table_from[64];
size_t table_bytes = 40;

static char *nowhere;
static char room[64];

RECOVER_FN(long, attempt, long, n, step_fn, fn)
{
	long result;

	defer_recover();
	if (trap_faults())
		return -EOPNOTSUPP;
	result = fn(n);
	barrier();
	return result;
}

/* clang-format off */
#define BELOW(name, ...)					\
	static long run_##name(long n)				\
	{							\
		return name(n, __VA_ARGS__);			\
	}

BELOW(copies_here, room, nowhere)
BELOW(copies_below, room, nowhere)
BELOW(copies_two_below, room, nowhere)
BELOW(copies_between, room, nowhere, quiet)
BELOW(finds, nowhere, quiet)
BELOW(changes, -(long)table_from)
BELOW(by_assembly, gives_up)
BELOW(by_assembly_below, gives_up)
BELOW(calls_null, quiet, (step_fn)nowhere)
BELOW(reads_between, (long *)nowhere, quiet)
BELOW(calls_by_assembly, gives_up)
BELOW(calls_by_assembly_below, gives_up)
BELOW(frees, gives_up)
/* clang-format on */

/* A destructor that exits. What that ends with, a BUG(), names data. */
static inline void exit_give(long n)
{
	say("-%ld!", n);
	soft_exit(n);
}

DEFINE_CLASS(exiting, long, exit_give(_T), note_take(n), long n)

static noinline long exits(long n)
{
	CLASS(note, a)(n + 1);
	CLASS(exiting, b)(n + 2);
	CLASS(note, c)(n + 3);

	return gives_up(n) + a + b + c;
}

/* One that would recover from that, but an exit goes to the outermost one. */
static inline void retry_give(long n)
{
	long i;

	for (i = 0; i < 2; i++)
		say("[%ld]", attempt(n + i, exits));
}

DEFINE_CLASS(retry, long, retry_give(_T), note_take(n), long n)

static noinline long retries(long n)
{
	CLASS(note, a)(n + 1);
	CLASS(retry, b)(n * 100);

	return gives_up(n) + a + b;
}

/* One that faults. */
static noinline void fault_give(long n)
{
	say("-%ld?", n);
	say("%ld", *(long *)nowhere);
}

DEFINE_CLASS(faulting, long, fault_give(_T), note_take(n), long n)

static noinline long faults(long n)
{
	CLASS(note, a)(n + 1);
	CLASS(faulting, b)(n + 2);
	CLASS(note, c)(n + 3);

	return gives_up(n) + a + b + c;
}

static noinline long faults_twice(long n)
{
	CLASS(note, a)(n + 1);
	CLASS(faulting, b)(n + 2);
	CLASS(note, c)(n + 3);

	return faults(n + 10) + a + b + c;
}

static long result_of_init;

/* What is gone when the module is loaded has its table, too. */
static noinline long __init begins(long n)
{
	CLASS(note, a)(n * 3);
	CLASS(note, b)(n * 5);
	CLASS(note, c)(n * 7);

	guard(mutex)(&lock);
	return gives_up(n) + a + b + c;
}

static void show(struct seq_file *out, long result)
{
	seq_printf(out, "%s= %ld", text, result);
	show_lock(out, &lock, "LOCK");
}

/* clang-format off */
/* clang-format on */

/* The first that is asked for: the text is that of the beginning. */
static void case_begins(struct seq_file *out)
{
	show(out, result_of_init);
}

/* clang-format off */
CASE(copies_here, attempt(8, run_copies_here))
CASE(copies_below, attempt(8, run_copies_below))
CASE(copies_two_below, attempt(8, run_copies_two_below))
CASE(copies_between, attempt(8, run_copies_between))
CASE(finds, attempt(8, run_finds))
CASE(changes, attempt(8, run_changes))
CASE(by_assembly, attempt(8, run_by_assembly))
CASE(by_assembly_below, attempt(8, run_by_assembly_below))
CASE(calls_null, attempt(8, run_calls_null))
CASE(reads_between, attempt(8, run_reads_between))
CASE(calls_by_assembly, attempt(8, run_calls_by_assembly))
CASE(calls_by_assembly_below, attempt(8, run_calls_by_assembly_below))
CASE(frees, attempt(8, run_frees))
CASE(exits, attempt(8, exits))
CASE(retries, attempt(8, retries))
CASE(faults_twice, attempt(8, faults_twice))

static const struct test_case cases[] = {
	TEST_CASE(begins), TEST_CASE(copies_here), TEST_CASE(copies_below),
	TEST_CASE(copies_two_below), TEST_CASE(copies_between),
	TEST_CASE(finds), TEST_CASE(by_assembly),
	TEST_CASE(by_assembly_below), TEST_CASE(calls_null),
	TEST_CASE(reads_between), TEST_CASE(calls_by_assembly),
	TEST_CASE(calls_by_assembly_below), TEST_CASE(exits),
	TEST_CASE(retries), TEST_CASE(faults_twice), TEST_CASE(frees),
	TEST_CASE(changes),
};
/* clang-format on */

static int __init holes_init(void)
{
	result_of_init = attempt(4, begins);
	cases_publish(cases, ARRAY_SIZE(cases));
	return 0;
}

static void __exit holes_exit(void)
{
	cases_withdraw();
}

module_init(holes_init);
module_exit(holes_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("What is left where the compiler thinks that it cannot be");
MODULE_INFO(import_ns, "KDEFER");
