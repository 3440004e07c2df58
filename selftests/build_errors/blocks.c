// SPDX-License-Identifier: GPL-2.0
/* Nobody jumps past a call that is deferred in a block. */
#include "client.h"

static DEFINE_MUTEX(lock);

DEFER_FN(int, jump, int, a)
{
// expect jump_past_guard: jump skips variable initialization|cannot jump from this goto statement
#ifdef jump_past_guard
	if (a)
		goto out;
#endif
	defer_guard(mutex, &lock);
	if (a)
		goto out;
	a++;
out:
	return a;
}

DEFER_FN(int, choose, int, a)
{
	char *p = NULL;

	switch (a) {
// expect switch_past_free: switch jumps over variable initialization|cannot jump from switch statement
#ifdef switch_past_free
	case 0:
		a++;
		defer_free(kfree, p);
		break;
#endif
	case 1: {
		defer_free(kfree, p);
		p = kmalloc(8, GFP_KERNEL);
		break;
	}
	case 2:
		a++;
	}
	return a;
}
