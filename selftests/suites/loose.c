// SPDX-License-Identifier: GPL-2.0
#define STOCK_SUITE suite_loose
#include "../../kunit/loose_kunit.c"
