/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Parameters of the module, which suites set for themselves: the policy for panics that
 * nobody recovers, of which only "contain" lets User Mode Linux live, and the reports of
 * faults, which would spoil the log of suites that make them.
 */
#ifndef KDEFER_KUNIT_PARAMETER_H
#define KDEFER_KUNIT_PARAMETER_H

#include <kunit/test.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/string.h>

static __maybe_unused int set_parameter(const char *file_name,
					const char *value)
{
	struct file *file;
	loff_t pos = 0;
	ssize_t written;

	file = filp_open(file_name, O_WRONLY, 0);
	if (IS_ERR(file))
		return PTR_ERR(file);
	written = kernel_write(file, value, strlen(value), &pos);
	filp_close(file, NULL);
	return written < 0 ? written : 0;
}

#define PARAMETERS "/sys/module/kdefer/parameters/"

static __maybe_unused int set_policy(const char *policy)
{
	return set_parameter(PARAMETERS "uncaught", policy);
}

static __maybe_unused int begin_containing(struct kunit_suite *suite)
{
	return set_policy("contain");
}

static __maybe_unused void end_containing(struct kunit_suite *suite)
{
	set_policy("oops");
}

/* Nobody needs to be told of these bugs. */
static __maybe_unused int be_quiet(struct kunit_suite *suite)
{
#ifdef MODULE
	return set_parameter(PARAMETERS "report_faults", "N");
#else
	/* When a kernel starts there are no files, and clients of its own trap no faults. */
	return 0;
#endif
}

static __maybe_unused void speak_again(struct kunit_suite *suite)
{
	set_parameter(PARAMETERS "report_faults", "Y");
}

#endif /* KDEFER_KUNIT_PARAMETER_H */
