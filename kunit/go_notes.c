// SPDX-License-Identifier: GPL-2.0
/*
 * What the cases of the conformance suites share: see go_kunit.h.
 */
#include <linux/ctype.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/string.h>
#include <linux/workqueue.h>

#include "go_kunit.h"

/* KUnit runs one case at a time; what runs beside it does not take notes. */
static char text[512];
static size_t used;

int notes_begin(struct kunit *test)
{
	used = 0;
	text[0] = '\0';
	return 0;
}

void note(const char *fmt, ...)
{
	va_list args;

	if (used)
		used += scnprintf(text + used, sizeof(text) - used, " ");
	va_start(args, fmt);
	used += vscnprintf(text + used, sizeof(text) - used, fmt, args);
	va_end(args);
}

const char *notes(void)
{
	return text;
}

void note_step(long n)
{
	note("%ld", n);
}

void panic_now(void *value)
{
	raise_value((int)(long)value);
}

void exit_now(void *code)
{
	soft_exit(code);
}

void look(struct soft_panic *p, void *arg)
{
	if (p)
		note("seen:%d", panic_value(p));
	else
		note("<nil>");
}

void take(struct soft_panic *p, void *result)
{
	if (!p) {
		note("<nil>");
		return;
	}
	note("took:%d", panic_value(p));
	recover(p, result);
}

RECOVER_FN_GLOBAL(void, helper_that_would_take)
{
	defer_recover_with(take, NULL);
}

noinline void poison_stack(void)
{
	unsigned char trash[1536];

	memset(trash, 0xa5, sizeof(trash));
	OPTIMIZER_HIDE_VAR(trash[0]);
	barrier_data(trash);
}

bool is_in_function(unsigned long ip, const char *name)
{
	static const char body[] = "__kdefer_body_";
	char symbol[KSYM_SYMBOL_LEN];
	const char *found = symbol;
	size_t len = strlen(name);

	snprintf(symbol, sizeof(symbol), "%ps", (void *)(ip - 1));
	if (strstarts(found, body))
		found += strlen(body);
	return !strncmp(found, name, len) && !isalnum(found[len]) &&
	       found[len] != '_';
}

struct errand {
	struct work_struct work;
	long (*fn)(void *arg);
	void *arg;
	long result;
};

static void run_errand(struct work_struct *work)
{
	struct errand *e = container_of(work, struct errand, work);

	e->result = e->fn(e->arg);
}

long in_other_task(long (*fn)(void *arg), void *arg)
{
	struct errand e = { .fn = fn, .arg = arg };

	INIT_WORK_ONSTACK(&e.work, run_errand);
	schedule_work(&e.work);
	flush_work(&e.work);
	destroy_work_on_stack(&e.work);
	return e.result;
}

MODULE_DESCRIPTION(
	"KUnit suites: kdefer has the meaning of Go's defer and panic");
MODULE_AUTHOR("The kdefer developers");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
