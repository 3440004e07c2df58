// SPDX-License-Identifier: GPL-2.0
#define STOCK_SUITE suite_remains
#include "../../kunit/remains_kunit.c"
