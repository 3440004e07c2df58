// SPDX-License-Identifier: GPL-2.0
// expect: kdefer: soft_try\(\) takes a pointer or a signed integer
#include "client.h"

#ifdef WRONG
static size_t __maybe_unused frob(size_t n)
#else
static ssize_t __maybe_unused frob(ssize_t n)
#endif
{
	return soft_try(n);
}
