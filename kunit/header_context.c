// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/context.h> compiles alone, and twice. */
#include <linux/kdefer/context.h>
#include <linux/kdefer/context.h>
