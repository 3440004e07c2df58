/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Functions of kdefer as entry points: the kernel calls a RECOVER_FN itself, by
 * the pointer that it was given.
 *
 *	main.c		what happens beneath each of them
 *	kernel.c	those that the kernel calls on its own time
 *	user.c		those that a system call leads to
 */
#ifndef KDEFER_ENTRY_H
#define KDEFER_ENTRY_H

#include <linux/completion.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/irq_work.h>
#include <linux/notifier.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#include <linux/kdefer.h>

#define RETURNED 7 /* by descend() when nothing goes wrong */
#define GAVE_UP (-ENODATA)

/**
 * struct visit - one call of an entry point
 * @give_up: shall the code beneath it soft panic?
 * @result:  what the entry point returned, or its handler was told
 * @cleaned: deferred calls made
 * @panics:  soft panics raised
 * @context: where it ran: "task", "kthread", "softirq" or "hardirq"
 * @done:    complete when the last deferred call is made
 */
struct visit {
	union {
		struct work_struct work;
		struct delayed_work delayed_work;
		struct timer_list timer;
		struct hrtimer hrtimer;
		struct tasklet_struct tasklet;
		struct irq_work irq_work;
		struct notifier_block notifier;
	};
	bool give_up;
	int result;
	int cleaned;
	int panics;
	const char *context;
	struct completion done;
};

/* main.c */
int descend(struct visit *visit, int depth);
void finish(void *visit);
void take_error(struct soft_panic *p, void *visit);

/* kernel.c */
void kernel_entries_publish(void);
void kernel_entries_withdraw(void);

/* user.c */
int user_entries_add(void);
void user_entries_remove(void);

#endif /* KDEFER_ENTRY_H */
