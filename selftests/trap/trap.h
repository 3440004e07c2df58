/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tests of what may be trapped. Writing the name of a crash to /dev/trap makes it happen
 * below a RECOVER_FN with trap_faults(), in the writer's process: write(2) gives the errno
 * of what was recovered, or the writer dies of an oops.
 */
#ifndef TRAP_H
#define TRAP_H

#include <linux/kdefer.h>

/* A crash; 0 if it has not come. */
struct crash {
	const char *name;
	long (*happen)(void);
};

/* The last is empty. */
extern const struct crash crashes[];
extern const struct crash arch_crashes[];
extern const struct crash leaks[];

/* Reads an address near NULL, which is 0 where nothing comes of it. */
long trap_read_null(void);

/* A fault in the handler of a probe, or beside it: the errno that came of it. */
long run_in_probe(const char *name);

/* jumps.S */
long jump_with_function_on_top(void);
long jump_with_function_behind_call(void);
long read_with_marks(void);

/* Under trap_faults(); -EOPNOTSUPP if that is refused. */
long trapped_read(void *addr);

#endif /* TRAP_H */
