// SPDX-License-Identifier: GPL-2.0
/* Guards that may not have got their lock. */
#include "client.h"

#ifndef scoped_cond_guard
#error "this kernel has none"
#endif

int is_not_taken(struct frob *frob)
{
	scoped_cond_guard(mutex_intr, soft_panic(-EINTR, "interrupted"),
			  &frob->lock)
	{
		// !! guard (mutex_intr): deep > soft_panic
		deep(1);
	}
	return 0;
}
