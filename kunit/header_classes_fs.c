// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/classes/fs.h> compiles alone, and twice. */
#include <linux/kdefer/classes/fs.h>
#include <linux/kdefer/classes/fs.h>
