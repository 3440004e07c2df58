// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/arm64.h> compiles alone, and twice. */
#include <linux/kdefer/arm64.h>
#include <linux/kdefer/arm64.h>
