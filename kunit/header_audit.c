// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/audit.h> compiles alone, and twice. */
#include <linux/kdefer/audit.h>
#include <linux/kdefer/audit.h>
