// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/classes.h> compiles alone, and twice. */
#include <linux/kdefer/classes.h>
#include <linux/kdefer/classes.h>
