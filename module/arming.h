/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Hooks are there while somebody needs them.
 */
#ifndef KDEFER_ARMING_H
#define KDEFER_ARMING_H

void arming_init(void);
void arming_exit(void);

#endif /* KDEFER_ARMING_H */
