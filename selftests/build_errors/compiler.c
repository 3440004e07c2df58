// SPDX-License-Identifier: GPL-2.0
/* The headers of a kernel are for the compiler that it is configured for. */
// expect another_compiler: kdefer: this kernel is configured for (gcc|clang): build with that
#if !defined(another_compiler)
#elif defined(__clang__)
#define CONFIG_CC_IS_GCC 1
#else
#define CONFIG_CC_IS_CLANG 1
#endif
#include "client.h"

DEFER_FN(void, nothing)
{
}
