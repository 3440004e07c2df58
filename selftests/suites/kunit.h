/* SPDX-License-Identifier: GPL-2.0 */
/*
 * As much of KUnit as some suites need, for kernels that are built without it: Debian's
 * are, and a kunit.ko of one's own does not fit into them, as CONFIG_KUNIT changes the
 * task and the module. Cases run in the process that reads a file, see main.c.
 *
 * Included before anything else, it stands for <kunit/test.h>, and has that one's guard.
 */
#ifndef _KUNIT_TEST_H
#define _KUNIT_TEST_H

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/string.h>

#define KUNIT_PARAM_DESC_SIZE 128

/**
 * struct kunit - a case that runs
 * @param_value: its parameter
 * @skipped:	 why nothing of it counts, or NULL
 * @failed:	 has an expectation failed?
 * @out:	 where to say so
 */
struct kunit {
	const void *param_value;
	const char *skipped;
	bool failed;
	struct seq_file *out;
};

struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
	const void *(*generate_params)(const void *prev, char *desc);
};

struct kunit_suite {
	const char *name;
	int (*suite_init)(struct kunit_suite *suite);
	void (*suite_exit)(struct kunit_suite *suite);
	int (*init)(struct kunit *test);
	struct kunit_case *test_cases;
};

/* clang-format off */
#define KUNIT_CASE(test) { .run_case = test, .name = #test }
#define KUNIT_CASE_PARAM(test, gen) { .run_case = test, .name = #test, .generate_params = gen }
/* clang-format on */

#define KUNIT_ARRAY_PARAM(id, array, get_desc)                             \
	static const void *id##_gen_params(const void *prev, char *desc)   \
	{                                                                  \
		typeof(&(array)[0]) next = prev ? (typeof(next))prev + 1 : \
						  &(array)[0];             \
                                                                           \
		if (next - (array) >= ARRAY_SIZE(array))                   \
			return NULL;                                       \
		get_desc(next, desc);                                      \
		return next;                                               \
	}

/* Where the file that includes a suite has said what it is called. */
#define kunit_test_suite(suite)                       \
	extern struct kunit_suite *const STOCK_SUITE; \
	struct kunit_suite *const STOCK_SUITE = &(suite)

/* What follows in the case is done, and does not count. */
#define kunit_skip(test, reason) ((test)->skipped = (reason))

#define __STOCK_EXPECT(test, condition, text)                              \
	do {                                                               \
		if (!(condition)) {                                        \
			(test)->failed = true;                             \
			seq_printf((test)->out, "# %s:%d: %s\n", __FILE__, \
				   __LINE__, text);                        \
		}                                                          \
	} while (0)

#define KUNIT_EXPECT_TRUE(test, x) __STOCK_EXPECT(test, x, #x)
#define KUNIT_EXPECT_FALSE(test, x) __STOCK_EXPECT(test, !(x), "not " #x)

#define KUNIT_EXPECT_EQ(test, left, right)                                    \
	do {                                                                  \
		const long long __left = (left), __right = (right);           \
                                                                              \
		__STOCK_EXPECT(test, __left == __right, #left " is " #right); \
		if (__left != __right)                                        \
			seq_printf((test)->out, "# it is %lld, not %lld\n",   \
				   __left, __right);                          \
	} while (0)

/* What follows in the case is done as well. */
#define KUNIT_ASSERT_EQ(test, left, right) KUNIT_EXPECT_EQ(test, left, right)

#define KUNIT_EXPECT_STREQ(test, left, right)                                \
	do {                                                                 \
		const char *__left = (left), *__right = (right);             \
                                                                             \
		__STOCK_EXPECT(test, !strcmp(__left, __right),               \
			       #left " is " #right);                         \
		if (strcmp(__left, __right))                                 \
			seq_printf((test)->out, "# it is \"%s\"\n", __left); \
	} while (0)

#endif /* _KUNIT_TEST_H */
