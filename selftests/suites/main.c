// SPDX-License-Identifier: GPL-2.0
/*
 * KUnit suites on kernels that are built without KUnit: those about the compiler and the
 * stack, which differ most between kernels. Reading /sys/kernel/debug/suites/<suite> runs
 * it, and gives its results, KTAP's lines without a plan.
 */
#include <kunit/test.h>
#include <linux/debugfs.h>

#define SUITES(m)                                                          \
	m(block) m(classes) m(fence) m(guard) m(loose) m(names) m(realign) \
		m(realign16) m(registers) m(remains) m(result) m(slots)

#define DECLARE(name) extern struct kunit_suite *const suite_##name;
SUITES(DECLARE)

#define LIST(name) &suite_##name,
static struct kunit_suite *const *const suites[] = { SUITES(LIST) };

static void run_case(struct seq_file *out, struct kunit_suite *suite,
		     const struct kunit_case *c, const void *param,
		     const char *desc)
{
	struct kunit test = { .param_value = param, .out = out };

	if (suite->init)
		suite->init(&test);
	c->run_case(&test);
	if (test.skipped)
		seq_printf(out, "ok 0 %s%s%s # SKIP %s\n", c->name,
			   *desc ? ": " : "", desc, test.skipped);
	else
		seq_printf(out, "%s 0 %s%s%s\n", test.failed ? "not ok" : "ok",
			   c->name, *desc ? ": " : "", desc);
}

static int suite_show(struct seq_file *out, void *unused)
{
	struct kunit_suite *suite = out->private;
	char desc[KUNIT_PARAM_DESC_SIZE] = "";
	const struct kunit_case *c;
	const void *param;

	if (suite->suite_init && suite->suite_init(suite)) {
		seq_printf(out, "not ok 0 %s: suite_init\n", suite->name);
		return 0;
	}
	for (c = suite->test_cases; c->run_case; c++) {
		desc[0] = '\0';
		if (!c->generate_params) {
			run_case(out, suite, c, NULL, desc);
			continue;
		}
		for (param = c->generate_params(NULL, desc); param;
		     param = c->generate_params(param, desc))
			run_case(out, suite, c, param, desc);
	}
	if (suite->suite_exit)
		suite->suite_exit(suite);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(suite);

static struct dentry *dir;

static int __init suites_init(void)
{
	int i;

	dir = debugfs_create_dir(KBUILD_MODNAME, NULL);
	for (i = 0; i < ARRAY_SIZE(suites); i++)
		debugfs_create_file((*suites[i])->name, 0400, dir, *suites[i],
				    &suite_fops);
	return 0;
}

static void __exit suites_exit(void)
{
	debugfs_remove(dir);
}

module_init(suites_init);
module_exit(suites_exit);

MODULE_DESCRIPTION("Test of kdefer: KUnit suites without KUnit");
MODULE_LICENSE("GPL");
MODULE_INFO(import_ns, "KDEFER");
