/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kernel functions that clients say nothing is lost in: defer_passes().
 */
#ifndef KDEFER_PASSES_H
#define KDEFER_PASSES_H

#include <linux/types.h>

struct module;

bool passes_say(unsigned long ip);
void passes_forget(const struct module *mod);

#endif /* KDEFER_PASSES_H */
