// SPDX-License-Identifier: GPL-2.0
/* A function that reaches out of its text. */
#define ROWS ROW(0x1000000, 0, IS_FUNCTION) END
#include "damaged.h"
