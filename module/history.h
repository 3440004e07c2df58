/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What can be read afterwards: numbers, places, the last panics.
 */
#ifndef KDEFER_HISTORY_H
#define KDEFER_HISTORY_H

int history_init(void);
void history_exit(void);

#endif /* KDEFER_HISTORY_H */
