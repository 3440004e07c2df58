// SPDX-License-Identifier: GPL-2.0
// expect: .this_is_not_inside_a_DEFER_FN_or_RECOVER_FN. undeclared
#include "client.h"

static void __maybe_unused helper(struct defer_frame *frame)
{
#ifdef WRONG
	soft_exit_to(defer_frame(), 0);
#else
	soft_exit_to(frame, 0);
#endif
}
