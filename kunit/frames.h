/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How many frames panics and exits went through, as the module counts them.
 */
#ifndef KDEFER_KUNIT_FRAMES_H
#define KDEFER_KUNIT_FRAMES_H

#include <kunit/test.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/uio.h>

#include "suite.h"

/* A file of debugfs has no other way to be read from within. */
static ssize_t read_seq_file(const char *name, char *text, size_t size)
{
	struct kvec vec = { .iov_base = text, .iov_len = size - 1 };
	struct kiocb request;
	struct iov_iter to;
	struct file *file;
	ssize_t n;

	file = filp_open(name, O_RDONLY, 0);
	if (IS_ERR(file))
		return PTR_ERR(file);
	init_sync_kiocb(&request, file);
	iov_iter_kvec(&to, READ, &vec, 1, vec.iov_len);
	n = seq_read_iter(&request, &to);
	filp_close(file, NULL);
	text[max_t(ssize_t, n, 0)] = '\0';
	return n;
}

/* The counter "frames" of the module; -1 when it cannot be read. */
static long frames_counted(void)
{
	static char text[1024];
	long frames;
	char *at;

	read_seq_file("/sys/kernel/debug/kdefer/stats", text, sizeof(text));
	at = strstr(text, "\nframes ");
	return at && sscanf(at, "\nframes %ld", &frames) == 1 ? frames : -1;
}

/*
 * Of three runs, the third is as many longer than the second as that is than the first,
 * ten times: so is what they cost.
 */
static void expect_linear(struct kunit *test, long few, long more, long most)
{
	needs_modules(test);
	KUNIT_EXPECT_GT(test, few, 0L);
	KUNIT_EXPECT_LE(test, more, 10 * few + 10);
	KUNIT_EXPECT_LE(test, most, 10 * more + 10);
	KUNIT_EXPECT_EQ(test, most - more, 10 * (more - few));
	kunit_info(test, "frames: %ld, %ld, %ld", few, more, most);
}

#endif /* KDEFER_KUNIT_FRAMES_H */
