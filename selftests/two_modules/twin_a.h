/* SPDX-License-Identifier: GPL-2.0 */
/* What twin_a offers to other modules; the functions are gates. */
#ifndef KDEFER_TEST_TWIN_A_H
#define KDEFER_TEST_TWIN_A_H

#include <linux/types.h>

typedef int (*twin_visitor)(void *arg);

/* Deferred calls of twin_a's functions made so far. */
extern atomic_t twin_a_cleaned;

/* Calls @visit(@arg), cleans up, and returns what it returned. */
int twin_a_visit(twin_visitor visit, void *arg);

/* The same, and a soft panic beneath becomes its errno. */
int twin_a_try(twin_visitor visit, void *arg);

/* A visitor that soft panics with -ENOLINK, in twin_a. */
int twin_a_give_up(void *arg);

/* A visitor that leaves the outermost RECOVER_FN of twin_a with 7. */
int twin_a_leave(void *arg);

#endif /* KDEFER_TEST_TWIN_A_H */
