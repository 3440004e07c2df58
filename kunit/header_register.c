// SPDX-License-Identifier: GPL-2.0
/* <linux/kdefer/register.h> compiles alone, and twice. */
#include <linux/kdefer/register.h>
#include <linux/kdefer/register.h>
