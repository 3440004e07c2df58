/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A kprobe on every instruction of kdefer's assembly. Each takes a trace from the
 * registers there, as a profiler's interrupt or a preemption would find them, and
 * compares it with the true one:
 *
 *	places.c	which instructions there are, and what was found at each
 *	truth.c		what the trace must be
 *	trace.c		what it is, of each architecture
 *	main.c		functions that come past all of them
 */
#ifndef KDEFER_TEST_SAMPLE_H
#define KDEFER_TEST_SAMPLE_H

#include <linux/kprobes.h>
#include <linux/seq_file.h>
#include <linux/types.h>

/**
 * struct spot - an instruction
 * @probe:  on it
 * @place:  where it belongs
 * @opcode: its first byte
 * @hits:   how often it was sampled
 * @wrong:  how often the trace was not the true one
 * @during: the first wrong one: the case
 * @what:   likewise, what is wrong, if it is no address
 * @wanted: likewise, an address that the trace should have had; 0: its end
 * @got:    likewise, what it had there; 0: its end
 */
struct spot {
	struct kprobe probe;
	struct place *place;
	u8 opcode;
	unsigned int hits;
	unsigned int wrong;
	const char *during;
	const char *what;
	unsigned long wanted;
	unsigned long got;
};

/**
 * struct place - a function in assembly
 * @symbol:  its name, with its module
 * @leaps:   does it give stack back?
 * @turns:   may it end by a return that has nothing to do with how it was called?
 * @unknown: is the stack such that the unwinder can only say that it does not know?
 * @start:   its first instruction
 * @spots:   its instructions
 * @nr:	     how many
 */
struct place {
	const char *symbol;
	bool leaps;
	bool turns;
	bool unknown;
	unsigned long start;
	struct spot *spots;
	unsigned int nr;
};

/* places.c */
int place_arm(struct place *place);
void place_disarm(struct place *place);
void place_show(const struct place *place, struct seq_file *out);

/* truth.c */
long truth_run(const char *name, long (*run)(const void *), const void *arg);
void truth_sample(struct spot *spot, struct pt_regs *regs);

/* ARCHITECTURE/trace.c */
#define STEPS_MAX 64

struct trace {
	bool failed;
	unsigned int nr;
	unsigned long ips[STEPS_MAX];
};

/* The kernel's own, from these registers, without their own address, or from the caller. */
void take_trace(struct trace *trace, struct pt_regs *regs);
/* Does the kernel's unwinder claim to know the first instructions of functions? */
bool knows_every_instruction(void);
/* By the first byte of an instruction: NOPs between functions, and traps. */
bool is_filler(u8 opcode);
/* Likewise: does it leave the function? */
bool is_return(u8 opcode);

#endif /* KDEFER_TEST_SAMPLE_H */
