/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A test module as a folder of questions, /sys/kernel/debug/<module>/<case>:
 * reading a file makes the case happen, in the reader's process, and gives what
 * came of it as one line, which the test's script compares.
 */
#ifndef KDEFER_TEST_CASES_H
#define KDEFER_TEST_CASES_H

#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/seq_file.h>

struct test_case {
	const char *name;
	void (*run)(struct seq_file *out);
};

/* clang-format off */
#define TEST_CASE(name) { #name, case_##name }
/* clang-format on */

static int case_show(struct seq_file *out, void *unused)
{
	const struct test_case *test = out->private;

	test->run(out);
	seq_putc(out, '\n');
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(case);

static struct dentry *cases_dir;

/* Unsafe is right: a reader that dies in a case must not keep the file in use. */
static inline void cases_publish(const struct test_case *cases,
				 unsigned int count)
{
	cases_dir = debugfs_create_dir(KBUILD_MODNAME, NULL);
	for (; count; cases++, count--)
		debugfs_create_file_unsafe(cases->name, 0400, cases_dir,
					   (void *)cases, &case_fops);
}

static inline void cases_withdraw(void)
{
	debugfs_remove(cases_dir);
}

/* The end of a module that is nothing but its cases. */
#define module_cases(cases)                              \
	static int __init cases_init(void)               \
	{                                                \
		cases_publish(cases, ARRAY_SIZE(cases)); \
		return 0;                                \
	}                                                \
	static void __exit cases_exit(void)              \
	{                                                \
		cases_withdraw();                        \
	}                                                \
	module_init(cases_init);                         \
	module_exit(cases_exit)

#endif /* KDEFER_TEST_CASES_H */
