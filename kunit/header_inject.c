// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/inject.h> compiles alone, and twice. */
#include <linux/kdefer/inject.h>
#include <linux/kdefer/inject.h>
