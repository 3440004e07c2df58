// SPDX-License-Identifier: GPL-2.0
#define STOCK_SUITE suite_block
#include "../../kunit/block_kunit.c"
