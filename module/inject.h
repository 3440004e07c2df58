/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Failures that are asked for: see inject.c, which decides, and inject_files.c, which is
 * told.
 */
#ifndef KDEFER_INJECT_H
#define KDEFER_INJECT_H

#include <linux/kallsyms.h>
#include <linux/kdefer.h>
#include <linux/sched.h>

struct cursor;
struct pid;

#define INJECT_NAME_BYTES 64

/**
 * struct inject_task - a thread that is to fail
 * @pid:  the thread; NULL: nobody. It is referred to as long as it stands here
 * @left: so many more, and the last of them fails; 0: that was reached
 * @ip:	  where the last one was; written by the thread alone
 */
struct inject_task {
	struct pid *pid;
	unsigned int left;
	unsigned long ip;
};

/**
 * struct inject_wish - what is to fail
 * @tasks:	 threads, by number
 * @probability: of everything else, in per cent
 * @times:	 how many of that are to fail; less than 0: no limit
 * @err:	 the errno; 0: as it suits what fails
 * @depth:	 how many functions outwards @caller is looked for
 * @site:	 the function, or "[module]", whose failures are meant; empty: all
 * @caller:	 the function that must be on the stack; empty: none
 */
struct inject_wish {
	struct inject_task tasks[16];
	unsigned int probability;
	atomic_t times;
	int err;
	unsigned int depth;
	char site[INJECT_NAME_BYTES];
	char caller[INJECT_NAME_BYTES];
};

extern struct inject_wish inject_wish;

/**
 * struct inject_last - the newest failure that was asked for
 * @seq:  odd while it is being written
 * @ip:	  where
 * @err:  its errno
 * @pid:  of the task
 * @comm: of the task
 */
struct inject_last {
	atomic_t seq;
	unsigned long ip;
	int err;
	int pid;
	char comm[TASK_COMM_LEN];
};

extern struct inject_last inject_last;

int inject_is_due(const struct kdefer_client *client, const struct cursor *from,
		  int err);
void inject_init(void);
void inject_exit(void);

#endif /* KDEFER_INJECT_H */
