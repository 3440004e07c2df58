// SPDX-License-Identifier: GPL-2.0
/*
 * Crashes as only arm64 has them.
 */
#include "../trap.h"

const struct crash arch_crashes[] = { { "JUMP", jump_with_function_on_top },
				      { "JUMP_BEHIND_CALL",
					jump_with_function_behind_call },
				      {} };
