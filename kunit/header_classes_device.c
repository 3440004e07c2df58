// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/classes/device.h> compiles alone, and twice. */
#include <linux/kdefer/classes/device.h>
#include <linux/kdefer/classes/device.h>
