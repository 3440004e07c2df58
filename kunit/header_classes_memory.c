// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/classes/memory.h> compiles alone, and twice. */
#include <linux/kdefer/classes/memory.h>
#include <linux/kdefer/classes/memory.h>
