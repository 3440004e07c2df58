/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The policy for panics that nobody recovers. Of the three only "contain" lets User Mode
 * Linux live: suites that need it set it for themselves.
 */
#ifndef KDEFER_KUNIT_POLICY_H
#define KDEFER_KUNIT_POLICY_H

#include <kunit/test.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/string.h>

static int set_policy(const char *policy)
{
	struct file *file;
	loff_t pos = 0;
	ssize_t written;

	file = filp_open("/sys/module/kdefer/parameters/uncaught", O_WRONLY, 0);
	if (IS_ERR(file))
		return PTR_ERR(file);
	written = kernel_write(file, policy, strlen(policy), &pos);
	filp_close(file, NULL);
	return written < 0 ? written : 0;
}

static __maybe_unused int begin_containing(struct kunit_suite *suite)
{
	return set_policy("contain");
}

static __maybe_unused void end_containing(struct kunit_suite *suite)
{
	set_policy("oops");
}

#endif /* KDEFER_KUNIT_POLICY_H */
