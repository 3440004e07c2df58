// SPDX-License-Identifier: GPL-2.0
#define STOCK_SUITE suite_registers
#include "../../kunit/registers_kunit.c"
