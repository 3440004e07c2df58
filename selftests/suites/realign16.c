// SPDX-License-Identifier: GPL-2.0
#define STOCK_SUITE suite_realign16
#include "../../kunit/realign16_kunit.c"
