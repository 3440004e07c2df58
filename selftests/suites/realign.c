// SPDX-License-Identifier: GPL-2.0
#define STOCK_SUITE suite_realign
#include "../../kunit/realign_kunit.c"
