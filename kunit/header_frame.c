// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/frame.h> compiles alone, and twice. */
#include <linux/kdefer/frame.h>
#include <linux/kdefer/frame.h>
