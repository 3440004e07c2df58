// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: soft_panic\(\): the errno is negative
#include "client.h"

static void __maybe_unused frob(int err)
{
	if (err)
		soft_panic(err, "what it says");
#ifdef WRONG
	soft_panic(EINVAL, "the sign is missing");
#else
	soft_panic(-EINVAL, "not missing");
#endif
}
