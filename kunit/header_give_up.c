// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/give_up.h> compiles alone, and twice. */
#include <linux/kdefer/give_up.h>
#include <linux/kdefer/give_up.h>
