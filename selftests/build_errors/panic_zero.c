// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: soft_panic\(\): the errno is negative
#include "client.h"

static void __maybe_unused frob(void *data)
{
#ifdef WRONG
	soft_panic_with(0, data, "nothing");
#else
	soft_panic_with(-MAX_ERRNO, data, "the last one");
#endif
}
