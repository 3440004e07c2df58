/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What each program here begins with. It has two versions: with WRONG defined it
 * must not compile, for the reason in its second line; without, it must.
 */
#include <linux/cleanup.h>
#include <linux/mutex.h>
#include <linux/slab.h>

#include <linux/kdefer.h>
