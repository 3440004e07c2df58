// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/x86_64.h> compiles alone, and twice. */
#include <linux/kdefer/x86_64.h>
#include <linux/kdefer/x86_64.h>
