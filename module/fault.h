/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KDEFER_FAULT_H
#define KDEFER_FAULT_H

#include <linux/types.h>

void fault_watch(bool wanted);

#endif /* KDEFER_FAULT_H */
