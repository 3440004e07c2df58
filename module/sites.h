/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How many panics came from which place.
 */
#ifndef KDEFER_SITES_H
#define KDEFER_SITES_H

#include <linux/types.h>

void sites_count(unsigned long site, bool recovered);
int sites_init(void);
void sites_exit(void);

#endif /* KDEFER_SITES_H */
