// SPDX-License-Identifier: GPL-2.0
#define STOCK_SUITE suite_classes
#include "../../kunit/classes_kunit.c"
