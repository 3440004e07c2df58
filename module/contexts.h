/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Functions in which another context begins, although it has no stack of its own and no
 * registers lie between: what is outwards of them is not its own.
 */
#ifndef KDEFER_CONTEXTS_H
#define KDEFER_CONTEXTS_H

#include <linux/types.h>

int contexts_init(void);
bool contexts_begin_at(unsigned long ip);

#endif /* KDEFER_CONTEXTS_H */
