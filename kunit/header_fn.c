// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/fn.h> compiles alone, and twice. */
#include <linux/kdefer/fn.h>
#include <linux/kdefer/fn.h>
