/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The modules that use this one.
 */
#ifndef KDEFER_CLIENTS_H
#define KDEFER_CLIENTS_H

#include <linux/types.h>

struct module;

/* How many are loaded; of those, how many say trap_faults(). */
struct client_counts {
	unsigned int all;
	unsigned int trapping;
};

int clients_add(const struct module *mod, const void *trap);
void clients_remove(const struct module *mod);
struct client_counts clients_count(void);
const struct module *clients_find(unsigned long ip);
bool clients_has(const struct module *mod);
bool clients_cover(unsigned long ip);

#endif /* KDEFER_CLIENTS_H */
