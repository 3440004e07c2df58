// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/define.h> compiles alone, and twice. */
#include <linux/kdefer/define.h>
#include <linux/kdefer/define.h>
