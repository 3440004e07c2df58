// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/passes.h> compiles alone, and twice. */
#include <linux/kdefer/passes.h>
#include <linux/kdefer/passes.h>
