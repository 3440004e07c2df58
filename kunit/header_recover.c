// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/recover.h> compiles alone, and twice. */
#include <linux/kdefer/recover.h>
#include <linux/kdefer/recover.h>
