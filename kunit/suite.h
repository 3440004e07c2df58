/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What every suite has, said once.
 */
#ifndef KDEFER_KUNIT_SUITE_H
#define KDEFER_KUNIT_SUITE_H

#include <kunit/test.h>
#include <linux/string.h>

/* The suite of a file: cases[], and what else struct kunit_suite has. */
#define DEFINE_SUITE(area, ...)                                  \
	static struct kunit_suite suite = { .name = (area),      \
					    .test_cases = cases, \
					    __VA_ARGS__ };       \
	kunit_test_suite(suite)

/* row_gen_params, for KUNIT_CASE_PARAM(): a case for each of the rows, which have names. */
#define NAMED_PARAM(row, rows)                                        \
	static void describe_##row(typeof(&(rows)[0]) at, char *text) \
	{                                                             \
		strscpy(text, at->name, KUNIT_PARAM_DESC_SIZE);       \
	}                                                             \
	KUNIT_ARRAY_PARAM(row, rows, describe_##row)

/*
 * For what needs modules, or files: suites that are built in run before there is either.
 */
static inline void needs_modules(struct kunit *test)
{
#ifndef MODULE
	kunit_skip(test, "built in, and run when the kernel starts");
#endif
}

#endif /* KDEFER_KUNIT_SUITE_H */
