/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the expectations of <kunit/kdefer.h> do: they run a function, and judge how that went.
 */
#ifndef _KUNIT_KDEFER_RUN_H
#define _KUNIT_KDEFER_RUN_H

/* As in the macros that use it. */
/* clang-format off */

#include <kunit/resource.h>
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/kdefer.h>
#include <linux/kdefer/audit.h>
#include <linux/kdefer/inject.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

/* One use of a macro. It is the test's: the thread may end in the middle. */
struct kdefer_kunit {
	struct kunit *test;
	const char *call;		/* as it is written */
	void (*fn)(void);
	unsigned long args[6];
	long result;
	int err;			/* it gave up with; 0: it did not */
	unsigned long site;		/* there */
	char text[120];
	bool running;
	bool failed;			/* an expectation in it */
	bool injected;			/* no step is left */
	unsigned int step;		/* that is to fail; 0: none */
	char said[600];
	struct kdefer_findings findings;
};

/* More steps than these are not made to fail, and that is a failure. */
#define __KDEFER_KUNIT_STEPS	1000

static inline int __kdefer_kunit_init(struct kunit_resource *res, void *unused)
{
	struct kdefer_kunit *k = kzalloc(sizeof(*k), GFP_KERNEL);

	res->data = k;
	return k ? 0 : -ENOMEM;
}

static inline void __kdefer_kunit_free(struct kunit_resource *res)
{
	struct kdefer_kunit *k = res->data;

	kdefer_audit_forget(&k->findings);
	if (k->running && k->step)
		kunit_err(k->test, "%s: its thread has ended with step %u failing\n",
			  k->call, k->step);
	kfree(k);
}

static inline struct kdefer_kunit *
__kdefer_kunit_new(struct kunit *test, const char *call, void (*fn)(void),
		   const unsigned long args[6])
{
	struct kdefer_kunit *k = kunit_alloc_resource(test, __kdefer_kunit_init,
						      __kdefer_kunit_free, GFP_KERNEL, NULL);

	if (!k)
		return NULL;
	k->test = test;
	k->call = call;
	k->fn = fn;
	memcpy(k->args, args, sizeof(k->args));
	return k;
}

static inline void __kdefer_kunit_gave_up(struct soft_panic *p, void *arg)
{
	struct kdefer_kunit *k = arg;

	if (!p)
		return;
	k->err = p->err;
	k->site = p->ip;
	soft_panic_message(p, k->text, sizeof(k->text));
	kdefer_recover(p, 0);
}

/* Its type is known, and was checked, where the macro stands; kCFI would miss it here. */
static __always_inline __nocfi long __kdefer_kunit_enter(const struct kdefer_kunit *k)
{
	long (*fn)(unsigned long, unsigned long, unsigned long, unsigned long,
		   unsigned long, unsigned long) = (void *)k->fn;

	return fn(k->args[0], k->args[1], k->args[2], k->args[3], k->args[4], k->args[5]);
}

/* What soft panics, and exits, of the function end in. */
KDEFER_RECOVER_FN(long, kdefer_kunit_call, struct kdefer_kunit *, k)
{
	kdefer_defer_recover_with(__kdefer_kunit_gave_up, k);
	return __kdefer_kunit_enter(k);
}

static inline const char *__kdefer_kunit_say(struct kdefer_kunit *k, const char *expected)
{
	char *to = k->said, *end = k->said + sizeof(k->said);

	to += scnprintf(to, end - to, KUNIT_SUBTEST_INDENT "Expected %s %s, but\n        ",
			k->call, expected);
	if (k->findings.count)
		to += scnprintf(to, end - to, "it left held: %s\n        ", k->findings.text);
	if (k->failed)
		to += scnprintf(to, end - to, "it failed as is said above\n        ");
	if (k->err)
		scnprintf(to, end - to, "it gave up with %pe: \"%s\", at %pS\n", ERR_PTR(k->err),
			  k->text, (void *)k->site);
	else
		scnprintf(to, end - to, "it did not give up\n");
	return k->said;
}

/* NULL, or why it could not be run. */
static inline const char *__kdefer_kunit_run(struct kdefer_kunit *k)
{
	if (kdefer_audit_begin(&k->findings))
		return KUNIT_SUBTEST_INDENT "Too many threads are in such a call at a time\n";
	k->err = 0;
	k->running = true;
	k->result = kdefer_kunit_call(k);
	k->running = false;
	kdefer_audit_end(&k->findings);
	return NULL;
}

/* In @pattern "*" stands for anything. */
static inline bool __kdefer_kunit_matches(const char *text, const char *pattern)
{
	const char *star = NULL, *again = NULL;

	while (*text) {
		if (*pattern == '*') {
			star = ++pattern;
			again = text;
		} else if (*pattern == *text) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star;
			text = ++again;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

/* Each of these: NULL, or what is to be said of the failure. */
static inline const char *__kdefer_kunit_panics(struct kdefer_kunit *k, int err,
						const char *pattern)
{
	const char *why = __kdefer_kunit_run(k);
	char expected[200];

	if (why || (k->err == err && __kdefer_kunit_matches(k->text, pattern) &&
		    !k->findings.count))
		return why;
	snprintf(expected, sizeof(expected), "to give up with %pe: \"%s\"", ERR_PTR(err), pattern);
	return __kdefer_kunit_say(k, expected);
}

static inline const char *__kdefer_kunit_returns(struct kdefer_kunit *k)
{
	const char *why = __kdefer_kunit_run(k);

	if (why || (!k->err && !k->findings.count))
		return why;
	return __kdefer_kunit_say(k, "not to give up");
}

static inline const char *__kdefer_kunit_leaves_nothing(struct kdefer_kunit *k)
{
	const char *why = __kdefer_kunit_run(k);

	return why || !k->findings.count ? why : __kdefer_kunit_say(k, "to leave nothing held");
}

static inline const char *__kdefer_kunit_survives(struct kdefer_kunit *k, unsigned long at)
{
	char expected[200] = "to do well without a failure";

	if (!k->failed && !k->findings.count)
		return NULL;
	if (!k->injected)
		snprintf(expected, sizeof(expected), "to survive that step %u fails, at %pB",
			 k->step, (void *)at);
	return __kdefer_kunit_say(k, expected);
}

/* One run. Where the step was not reached there are no more. */
static inline const char *__kdefer_kunit_step(struct kdefer_kunit *k)
{
	const enum kunit_status before = READ_ONCE(k->test->status);
	const char *why;
	unsigned long at;

	if (kdefer_inject_nth(++k->step) < 0) {
		k->injected = true;
		return KUNIT_SUBTEST_INDENT "Too many threads are made to fail at a time\n";
	}
	WRITE_ONCE(k->test->status, KUNIT_SUCCESS);
	why = __kdefer_kunit_run(k);
	k->failed = READ_ONCE(k->test->status) == KUNIT_FAILURE;
	if (!k->failed)
		WRITE_ONCE(k->test->status, before);
	at = kdefer_injected_at();
	k->injected = kdefer_inject_nth(0) > 0;
	if (!why && k->injected && k->step == 1)
		why = KUNIT_SUBTEST_INDENT "There is nothing that could be made to fail\n";
	return why ?: __kdefer_kunit_survives(k, at);
}

/* To be called again until it is NULL. */
static inline const char *__kdefer_kunit_inject(struct kdefer_kunit *k)
{
	const char *why = NULL;

	while (!why && !k->injected) {
		why = __kdefer_kunit_step(k);
		if (!k->injected && k->step == __KDEFER_KUNIT_STEPS) {
			k->injected = true;
			why = why ?: KUNIT_SUBTEST_INDENT
				"There are more steps than are made to fail\n";
		}
	}
	return why;
}

#endif /* _KUNIT_KDEFER_RUN_H */
