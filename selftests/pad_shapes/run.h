/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One run of one program: at which step it gives up, and what was said until its end.
 */
#ifndef RUN_H
#define RUN_H

#include <setjmp.h>

#define MOST_NOTES 64

/**
 * struct run - one run
 * @first:    the step that gives up
 * @gap:      and how many behind it a second one does, by what cleans up; 0: none does
 * @faults:   where that can be it faults instead
 * @steps:    there were so far
 * @given_up: has it happened?
 * @fuel:     how many more calls of other functions may be made
 * @taken:    so many nodes were
 * @unsure:   cleanups that the unwinder of truth.c would run, and that of table.c may not
 * @hash:     of all that was said
 * @notes:    how much that was
 * @note:     and how it begins
 */
struct run {
	long first;
	long gap;
	int faults;
	long steps;
	int given_up;
	int fuel;
	unsigned int taken;
	long unsure;
	long hash;
	long notes;
	struct {
		long kind;
		long value;
	} note[MOST_NOTES];
};

extern struct run run;

/* Where a run begins, and ends if it gives up */
extern jmp_buf run_top;
extern unsigned long run_top_bp;

/* One of these two is linked: truth.c, table.c. */
void unwinder_start(void);
void give_up(void) __attribute__((noreturn));

/* Ends the program with a sentence. */
void die(const char *why, unsigned long where) __attribute__((noreturn));

#endif /* RUN_H */
