/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_DYING_H
#define KDEFER_DYING_H

#include <linux/types.h>

void dying_forget_frames(unsigned long low, unsigned long high);
void dying_exit_task(void);
void dying_watch(bool wanted);
void dying_init(void);
void dying_exit(void);

#endif /* KDEFER_DYING_H */
