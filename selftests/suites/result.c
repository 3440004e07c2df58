// SPDX-License-Identifier: GPL-2.0
#define STOCK_SUITE suite_result
#include "../../kunit/result_kunit.c"
