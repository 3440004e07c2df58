// SPDX-License-Identifier: GPL-2.0
#define STOCK_SUITE suite_names
#include "../../kunit/names_kunit.c"
