// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/classes/work.h> compiles alone, and twice. */
#include <linux/kdefer/classes/work.h>
#include <linux/kdefer/classes/work.h>
