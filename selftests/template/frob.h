/* SPDX-License-Identifier: GPL-2.0 */
#ifndef FROB_H
#define FROB_H

#include <linux/list.h>
#include <linux/mutex.h>

/**
 * struct frob - a table of names and numbers
 * @lock:      guards the rest
 * @entries:   of struct frob_entry
 * @complaint: why the last text was refused
 */
struct frob {
	struct mutex lock; /* taken before any other */
	struct list_head entries;
	char complaint[120];
};

struct frob_entry {
	struct list_head list;
	char *name;
	int value;
};

void frob_clear(struct list_head *entries);
void frob_parse(struct frob *frob, const char *text);
int frob_get(struct frob *frob, const char *name);

#endif /* FROB_H */
