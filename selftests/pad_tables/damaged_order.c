// SPDX-License-Identifier: GPL-2.0
/* Ranges that do not ascend. */
#define ROWS ROW(16, 2, IS_FUNCTION) ".long 8, 4, 0, 0\n.long 4, 4, 0, 0\n" END
#include "damaged.h"
