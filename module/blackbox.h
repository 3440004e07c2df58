/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The black box: the last panics of each CPU. blackbox.c writes, blackbox_file.c reads.
 */
#ifndef KDEFER_BLACKBOX_H
#define KDEFER_BLACKBOX_H

#include <asm/local.h>
#include <linux/compiler.h>
#include <linux/sched.h>

#include "state.h"

#define BLACKBOX_STACK 8

/* How a panic ended. */
enum blackbox_end {
	BLACKBOX_RECOVERED,
	BLACKBOX_CONTAINED,
	BLACKBOX_UNCAUGHT,
};

/* A panic that was replaced on the way. */
struct blackbox_older {
	unsigned long ip;
	int err;
	bool recovered;
	bool repanicked;
};

/**
 * struct blackbox_record - a panic that is over
 * @seq:       odd while it is being written; another even number each time; 0: never
 * @time:      when it ended, in nanoseconds, by the clock that dmesg has
 * @ip:	       where it was raised
 * @addr:      of a page fault, the address
 * @function:  a return address into the function that it ended in, or 0
 * @result:    what that returns
 * @comm:      of the task
 * @pid:       likewise, as the first process sees it
 * @preempt:   preempt_count(): the context
 * @irqs_off:  likewise
 * @exact:     is @ip the instruction itself, not a return address?
 * @err:       a negative errno
 * @cause:     enum soft_panic_cause
 * @end:       enum blackbox_end
 * @calls:     deferred calls that were made
 * @nr_stack:  addresses in @stack
 * @nr_passed: addresses in @passed
 * @nr_older:  panics in @older
 * @omitted:   how many more there were, between the first of those and the second
 * @stack:     return addresses from where it was raised outwards
 * @passed:    those into functions of no client that it went past, innermost first
 * @older:     the panics that it replaced, oldest first
 * @text:      the reason
 */
struct blackbox_record {
	unsigned long seq;
	u64 time;
	unsigned long ip;
	unsigned long addr;
	unsigned long function;
	unsigned long result;
	char comm[TASK_COMM_LEN];
	int pid;
	unsigned int preempt;
	int err;
	u8 irqs_off;
	u8 exact;
	u8 cause;
	u8 end;
	unsigned int calls;
	unsigned int nr_stack;
	unsigned int nr_passed;
	unsigned int nr_older;
	unsigned int omitted;
	unsigned long stack[BLACKBOX_STACK];
	unsigned long passed[PASSED_KEPT];
	struct blackbox_older older[PANICS_KEPT - 1];
	char text[TEXT_BYTES];
};

/**
 * struct blackbox_ring - the records of one CPU
 * @next:   how many were begun
 * @missed: how many were not written: so many interrupts had panics of their own, while one
 *	    was being written, that its place was wanted again
 * @record: as many as &blackbox.records
 */
struct blackbox_ring {
	local_t next;
	local_t missed;
	struct blackbox_record record[];
};

/**
 * struct blackbox - the rings of all CPUs
 * @records: in each; a power of two
 * @cpus:    how many there can be
 * @rings:   by CPU; NULL where there can be none
 */
struct blackbox {
	unsigned int records;
	unsigned int cpus;
	struct blackbox_ring *rings[];
};

/* NULL: off. A debugger finds it by this name. */
extern struct blackbox *kdefer_blackbox;

void blackbox_write(const struct unwind *u, enum blackbox_end end,
		    unsigned long function);
void blackbox_write_bare(unsigned long ip, int err, struct va_format *format);

/**
 * blackbox_note() - a soft panic has ended
 * @u:	      its unwind
 * @end:      how
 * @function: where, or 0
 *
 * Context: Any context.
 */
static inline void blackbox_note(const struct unwind *u, enum blackbox_end end,
				 unsigned long function)
{
	if (READ_ONCE(kdefer_blackbox))
		blackbox_write(u, end, function);
}

/* Likewise of one that had no stack to unwind on. */
static inline void blackbox_note_bare(unsigned long ip, int err,
				      struct va_format *format)
{
	if (READ_ONCE(kdefer_blackbox))
		blackbox_write_bare(ip, err, format);
}

int blackbox_init(void);
void blackbox_exit(void);

#endif /* KDEFER_BLACKBOX_H */
