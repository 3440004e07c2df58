// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/classes/lock.h> compiles alone, and twice. */
#include <linux/kdefer/classes/lock.h>
#include <linux/kdefer/classes/lock.h>
