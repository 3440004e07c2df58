/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Contexts on top of each other. Each has soft panics and exits of its own, and what
 * one does leaves those below alone.
 *
 *	ways.c		ways to have a function called in a context
 *	netfilter.c	one of them
 *	main.c		everything that can end a function, in each of them
 *	tower.c		a task, a softirq, a hard interrupt and an NMI, each in the middle
 *			of its own unwinding
 *	storm.c		interrupts at random moments of a task's unwinding
 */
#ifndef KDEFER_CONTEXTS_H
#define KDEFER_CONTEXTS_H

#include <linux/seq_file.h>

/**
 * struct way - a context
 * @name: what it is called
 * @call: has a function called there, and returns when that is done
 */
struct way {
	const char *name;
	int (*call)(void (*function)(void));
};

extern const struct way ways[];
extern const unsigned int nr_ways;

int ways_init(void);
void ways_exit(void);
const char *context_name(void);
int call_in_softirq(void (*function)(void));
int call_in_hardirq(void (*function)(void));
int call_in_nmi(void (*function)(void));

/* For a way: what its callback does, and what is around that. */
void way_begin(void (*function)(void));
void way_do_it(void);
int way_end(void);

/* netfilter.c */
#ifdef CONFIG_NETFILTER
int netfilter_init(void);
void netfilter_exit(void);
int call_in_netfilter(void (*function)(void));
#else
static inline int netfilter_init(void)
{
	return 0;
}

static inline void netfilter_exit(void)
{
}
#endif

/* tower.c */
void case_tower(struct seq_file *out);

/* storm.c */
void case_storm(struct seq_file *out);

#endif /* KDEFER_CONTEXTS_H */
