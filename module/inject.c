// SPDX-License-Identifier: GPL-2.0
/*
 * Failures that are asked for: shall this soft_try(), soft_panic_on() or allocation of a
 * deferred call fail?
 *
 * Nobody comes here unless a failure is asked for: the macros, and defer.c, have a NOP where
 * they would. Two things can be asked for, as in the kernel's own fault injection: a thread's
 * n-th is to fail, which counts in process context only; or one in so many of all others.
 */
#include <linux/atomic.h>
#include <linux/kallsyms.h>
#include <linux/kdefer.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "compat.h"
#include "inject.h"
#include "stack.h"
#include "stats.h"

DEFINE_STATIC_KEY_FALSE(kdefer_injecting);
EXPORT_SYMBOL_KDEFER(kdefer_injecting);

struct inject_wish inject_wish = { .times = ATOMIC_INIT(1), .depth = 32 };
struct inject_last inject_last;

/* What stands in front of the name of a function of these macros. */
static const char body[] = "__kdefer_body_";

/* Is it in this function? Of a copy that the compiler has made the name goes on with a dot. */
static bool is_in_function(const char *symbol, const char *name)
{
	const size_t length = strlen(name);

	if (!strncmp(symbol, body, sizeof(body) - 1))
		symbol += sizeof(body) - 1;
	return !strncmp(symbol, name, length) &&
	       (symbol[length] == '+' || symbol[length] == '.');
}

/* Is it there that failures are meant? By function, or by "[module]". */
static bool is_meant(unsigned long ip, const char *name)
{
	char symbol[KSYM_SYMBOL_LEN];
	const char *module;

	if (!name[0])
		return true;
	sprint_symbol(symbol, ip - 1);
	if (name[0] != '[')
		return is_in_function(symbol, name);
	module = strchr(symbol, '[');
	return module && !strncmp(module, name, strlen(name));
}

/* Is it called by the function that must be on the stack? */
static bool is_called_as_meant(const struct kdefer_client *client,
			       const struct cursor *from)
{
	const char *name = inject_wish.caller;
	unsigned int depth = READ_ONCE(inject_wish.depth);
	struct walk w __uninitialized;

	if (!name[0])
		return true;
	if (!walk_start(&w, client, from))
		return false;
	do {
		if (is_meant(w.at.ip, name))
			return true;
	} while (depth-- && walk_step(&w));
	return false;
}

static struct inject_task *task_of_current(void)
{
	const struct pid *pid = task_pid(current);
	unsigned int i;

	if (!in_task())
		return NULL;
	for (i = 0; i < ARRAY_SIZE(inject_wish.tasks); i++)
		/* With it comes what is left: see arm() in inject_files.c. */
		if (smp_load_acquire(&inject_wish.tasks[i].pid) == pid &&
		    READ_ONCE(inject_wish.tasks[i].left))
			return &inject_wish.tasks[i];
	return NULL;
}

/* Nobody else counts for a thread, but it may be told anew meanwhile. */
static bool is_nth(struct inject_task *task, unsigned long ip)
{
	const unsigned int left = READ_ONCE(task->left);

	/* Before the place may become another thread's. */
	WRITE_ONCE(task->ip, ip);
	return left && cmpxchg(&task->left, left, left - 1) == left &&
	       left == 1;
}

/* The kernel's own random numbers are not for NMI; these need not be good ones. */
static unsigned int random_percent(void)
{
	static u32 state;
	u32 next = READ_ONCE(state) * 1664525 + 1013904223;

	WRITE_ONCE(state, next);
	return (next >> 16) % 100;
}

static bool is_by_chance(void)
{
	const unsigned int probability = READ_ONCE(inject_wish.probability);

	if (!probability || random_percent() >= probability)
		return false;
	/* Less than 0 is no limit. */
	return atomic_read(&inject_wish.times) < 0 ||
	       atomic_dec_if_positive(&inject_wish.times) >= 0;
}

/* Of two at the same time one is told of. */
static void remember(unsigned long ip, int err)
{
	struct inject_last *last = &inject_last;
	int seq = atomic_read(&last->seq);

	if (seq & 1 || atomic_cmpxchg(&last->seq, seq, seq + 1) != seq)
		return;
	smp_wmb(); /* odd, before it is written to */
	last->ip = ip;
	last->err = err;
	last->pid = task_pid_nr(current);
	memcpy(last->comm, current->comm, sizeof(last->comm));
	smp_wmb(); /* and even behind it */
	atomic_set(&last->seq, seq + 2);
}

/**
 * inject_is_due() - shall it fail?
 * @client: whose it is
 * @from:   where
 * @err:    the errno that suits it
 *
 * Context: Any context.
 * Return: 0, or the errno that it shall fail with.
 */
int inject_is_due(const struct kdefer_client *client, const struct cursor *from,
		  int err)
{
	struct inject_task *task = task_of_current();

	if (!task && !READ_ONCE(inject_wish.probability))
		return 0;
	if (!is_meant(from->ip, inject_wish.site) ||
	    !is_called_as_meant(client, from))
		return 0;
	if (task ? !is_nth(task, from->ip) : !is_by_chance())
		return 0;
	err = READ_ONCE(inject_wish.err) ?: err;
	stats_count(STAT_INJECTED);
	remember(from->ip, err);
	return err;
}

/**
 * __kdefer_inject() - see __KDEFER_INJECT()
 * @client: the caller
 * @err:    the errno that suits it
 *
 * Return: 0, or the errno that it shall fail with.
 */
int __kdefer_inject(struct kdefer_client *client, int err)
{
	struct cursor from = CALLER();

	return inject_is_due(client, &from, err);
}
EXPORT_SYMBOL_KDEFER(__kdefer_inject);

/* See <linux/kdefer/inject.h>. */
unsigned long kdefer_injected_at(void)
{
	const struct pid *pid = task_pid(current);
	const struct inject_task *t;

	for (t = inject_wish.tasks;
	     t != inject_wish.tasks + ARRAY_SIZE(inject_wish.tasks); t++)
		if (READ_ONCE(t->pid) == pid)
			return READ_ONCE(t->left) ? 0 : READ_ONCE(t->ip);
	return 0;
}
EXPORT_SYMBOL_KDEFER(kdefer_injected_at);
