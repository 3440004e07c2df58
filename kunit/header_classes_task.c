// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/classes/task.h> compiles alone, and twice. */
#include <linux/kdefer/classes/task.h>
#include <linux/kdefer/classes/task.h>
