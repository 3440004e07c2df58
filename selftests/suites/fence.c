// SPDX-License-Identifier: GPL-2.0
#define STOCK_SUITE suite_fence
#include "../../kunit/fence_kunit.c"
