// SPDX-License-Identifier: GPL-2.0
/*
 * Functions that come past every instruction of the gates, of kdefer_call_gate() and
 * of kdefer_leap(), each with a name of its own in the trace:
 *
 *	| truth_run()			|
 *	| shelter()	RECOVER_FN	|	a deferred call above its handler, or none
 *	| plain()			|
 *	| beneath()	DEFER_FN	|	a deferred call, or none
 *	| how it ends			|
 */
#include <linux/debugfs.h>
#include <linux/module.h>

#include <linux/kdefer.h>

#include "sample.h"

#define GAVE_UP (-ENODATA)
#define LEFT_WITH 7

/**
 * struct course - what happens in one call of shelter()
 * @name:  of the case
 * @end:   how it ends
 * @inner: what beneath() calls when it ends, or NULL
 * @outer: what shelter() calls after its handler, or NULL
 * @alone: is there no shelter()? Then nobody recovers, and the task dies
 */
struct course {
	const char *name;
	void (*end)(void);
	void (*inner)(void *unused);
	void (*outer)(void *unused);
	bool alone;
};

static atomic_t cleaned;

static void clean(void *unused)
{
	atomic_inc(&cleaned);
}

DEFER_FN(void, beneath, const struct course *, c)
{
	if (c->inner)
		defer_call(c->inner, NULL);
	c->end();
	barrier();
}

static noinline void plain(const struct course *c)
{
	beneath(c);
	barrier();
}

RECOVER_FN(long, shelter, const void *, arg)
{
	const struct course *c = arg;
	int err = trap_faults();

	if (c->outer)
		defer_call(c->outer, NULL);
	defer_recover();
	if (err)
		return err;
	plain(c);
	return 1;
}

/* Without shelter. */
static long alone(const void *arg)
{
	beneath(arg);
	barrier();
	return 0;
}

static noinline void ends_well(void)
{
	barrier();
}

static noinline void gives_up(void)
{
	soft_panic(GAVE_UP, "that is how it ends");
}

static noinline void leaves(void)
{
	soft_exit(LEFT_WITH);
}

static unsigned long *nowhere;
static void (*no_function)(void);

/* What faults has a frame of its own by then, whatever the compiler would move. */
static noinline void faults(void)
{
	asm volatile("" : ASM_CALL_CONSTRAINT);
	READ_ONCE(*READ_ONCE(nowhere));
	barrier();
}

static noinline void calls_nothing(void)
{
	asm volatile("" : ASM_CALL_CONSTRAINT);
	READ_ONCE(no_function)();
	barrier();
}

/* Holds something, and gives up. */
static inline void let_go(int n)
{
	atomic_add(n, &cleaned);
}

DEFINE_CLASS(held, int, let_go(_T), n, int n)

static noinline void gives_up_holding(void)
{
	CLASS(held, one)(1);

	gives_up();
}

static inline void spoil_held(int n);
DEFINE_CLASS(spoiled, int, spoil_held(_T), n, int n)

/* Likewise, and what it holds gives up as well, so that the rest of it has a turn of its own. */
static noinline void gives_up_twice(void)
{
	CLASS(held, one)(1);
	CLASS(spoiled, two)(0);

	gives_up();
}

/* Gives up in a deferred call. */
static noinline void spoil(void *unused)
{
	atomic_inc(&cleaned);
	gives_up();
}

static inline void spoil_held(int n)
{
	atomic_add(n, &cleaned);
	spoil(NULL);
}

/* Recovers in a deferred call, and in a function that it has called. */
static noinline void nest(void *unused)
{
	static const struct course c = { "nested", gives_up, clean, clean };

	shelter(&c);
	barrier();
}

static noinline void nests(void)
{
	nest(NULL);
	gives_up();
}

/* There is a panic in what is left to call after a recovery. */
static noinline void spoils(void)
{
	static const struct course c = { "spoiled", gives_up, clean, spoil };

	shelter(&c);
	barrier();
}

static const struct course courses[] = {
	{ "returns", ends_well },
	{ "returns_late", ends_well, clean, clean },
	{ "panics", gives_up },
	{ "panics_late", gives_up, clean, clean },
	{ "panics_holding", gives_up_holding, clean },
	{ "holds_twice", gives_up_twice, clean },
	{ "exits", leaves, clean, clean },
	{ "takes_over", gives_up, spoil, clean },
	{ "recovers_in_call", gives_up, nest, nest },
	{ "recovers_below", nests, nest, clean },
	{ "spoils_rest", spoils, clean, clean },
	{ "faults", faults, clean },
	{ "calls_nothing", calls_nothing, clean },
	{ "nobody_recovers", gives_up, clean, .alone = true },
};

static int course_show(struct seq_file *out, void *unused)
{
	const struct course *c = out->private;
	long result;

	atomic_set(&cleaned, 0);
	result = truth_run(c->name, c->alone ? alone : shelter, c);
	seq_printf(out, "%ld %d\n", result, atomic_read(&cleaned));
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(course);

static struct place places[] = {
	{ .symbol = "sample:beneath" },
	{ .symbol = "sample:shelter" },
	{ .symbol = "kdefer:kdefer_call_gate" },
	{ .symbol = "kdefer:jump_rax" },
	{ .symbol = "kdefer:kdefer_leap", .leaps = true, .turns = true },
	{ .symbol = "kdefer:kdefer_pad_gate", .turns = true },
	{ .symbol = "kdefer:__kdefer_resume", .leaps = true, .turns = true },
	{ .symbol = "kdefer:kdefer_fault_landing", .unknown = true },
	{ .symbol = "kdefer:kdefer_call_fault_landing" },
};

static int found_show(struct seq_file *out, void *unused)
{
	place_show(out->private, out);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(found);

static struct dentry *dir;

static void disarm_all(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(places); i++)
		place_disarm(&places[i]);
}

static int __init sample_init(void)
{
	int i, err;

	for (i = 0; i < ARRAY_SIZE(places); i++) {
		err = place_arm(&places[i]);
		if (err) {
			pr_notice("sample: %s: no probes (%d)\n",
				  places[i].symbol, err);
			disarm_all();
			return err;
		}
	}
	dir = debugfs_create_dir(KBUILD_MODNAME, NULL);
	for (i = 0; i < ARRAY_SIZE(courses); i++)
		debugfs_create_file(courses[i].name, 0400, dir,
				    (void *)&courses[i], &course_fops);
	for (i = 0; i < ARRAY_SIZE(places); i++)
		debugfs_create_file(strchr(places[i].symbol, ':') + 1, 0400,
				    dir, &places[i], &found_fops);
	return 0;
}

static void __exit sample_exit(void)
{
	debugfs_remove(dir);
	disarm_all();
}

module_init(sample_init);
module_exit(sample_exit);

MODULE_DESCRIPTION(
	"Test of kdefer: a trace from each instruction of its assembly");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
