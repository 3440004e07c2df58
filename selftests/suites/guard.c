// SPDX-License-Identifier: GPL-2.0
#define STOCK_SUITE suite_guard
#include "../../kunit/guard_kunit.c"
