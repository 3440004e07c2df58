// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/classes/crypto.h> compiles alone, and twice. */
#include <linux/kdefer/classes/crypto.h>
#include <linux/kdefer/classes/crypto.h>
