// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer.h> compiles alone, and twice. */
#include <linux/kdefer.h>
#include <linux/kdefer.h>
