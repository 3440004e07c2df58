// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/ask.h> compiles alone, and twice. */
#include <linux/kdefer/ask.h>
#include <linux/kdefer/ask.h>
