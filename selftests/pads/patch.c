// SPDX-License-Identifier: GPL-2.0
/*
 * A live patch of the function of pads_sleeper whose cleanup sleeps.
 */
static long patched_holds(long n)
{
	return 77;
}

#define LIVE_PATCH_OBJECT "pads_sleeper"
#define LIVE_PATCH_FUNCTION "pads_sleeper_holds"
#define LIVE_PATCH_BY patched_holds
#include "../live_patch.h"

MODULE_DESCRIPTION("A live patch of a function with a landing pad");
MODULE_LICENSE("GPL");
