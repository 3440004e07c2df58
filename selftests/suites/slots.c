// SPDX-License-Identifier: GPL-2.0
#define STOCK_SUITE suite_slots
#include "../../kunit/slots_kunit.c"
