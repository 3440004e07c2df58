// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/classes/net.h> compiles alone, and twice. */
#include <linux/kdefer/classes/net.h>
#include <linux/kdefer/classes/net.h>
