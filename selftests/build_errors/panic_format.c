// SPDX-License-Identifier: GPL-2.0
// expect: format '%d' expects
#include "client.h"

static void __maybe_unused frob(const char *text)
{
#ifdef WRONG
	soft_panic(-EINVAL, "bad text: %d", text);
#else
	soft_panic(-EINVAL, "bad text: %s", text);
#endif
}
