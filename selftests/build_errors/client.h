/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What each program here begins with.
 */
#include <linux/cleanup.h>
#include <linux/mutex.h>
#include <linux/slab.h>

#include <linux/kdefer.h>
