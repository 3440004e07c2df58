// SPDX-License-Identifier: GPL-2.0
/*
 * A live patch of the function of pads_sleeper whose cleanup sleeps.
 */
#include "../live_patch.h"

static long patched_holds(long n)
{
	return 77;
}

module_live_patch("pads_sleeper", "pads_sleeper_holds", patched_holds);

MODULE_DESCRIPTION("A live patch of a function with a landing pad");
MODULE_LICENSE("GPL");
