// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/scope.h> compiles alone, and twice. */
#include <linux/kdefer/scope.h>
#include <linux/kdefer/scope.h>
