// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/prefixed.h> compiles alone, and twice. */
#include <linux/kdefer/prefixed.h>
#include <linux/kdefer/prefixed.h>
